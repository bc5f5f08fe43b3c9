package io.interregnum.masters;

import io.interregnum.masters.SchedulerEvent.Offer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The frameworks of a leader and what is offered to them. An agent is offered to one framework at a time; they take
 * turns. Part of {@link SoftState}: for one thread, time comes with the calls.
 */
final class Frameworks {

    private static final class Subscriber {
        final String id;
        final String name;
        final long sinceNanos;
        final Map<String, Long> refusedUntilNanos = new HashMap<>(); // by agent
        final List<Offer> unsent = new ArrayList<>();
        String stream = ""; // empty while it has none

        Subscriber(String id, String name, long sinceNanos) {
            this.id = id;
            this.name = name;
            this.sinceNanos = sinceNanos;
        }

        boolean wants(String agent, long nowNanos) {
            Long until = refusedUntilNanos.get(agent);
            return !stream.isEmpty() && (until == null || nowNanos - until >= 0);
        }
    }

    private final Map<String, Subscriber> subscribers = new LinkedHashMap<>();
    private final Map<String, Offer> offers = new LinkedHashMap<>(); // outstanding ones
    private int turn;

    boolean anyConnected() {
        return subscribers.values().stream().anyMatch(each -> !each.stream.isEmpty());
    }

    int offerCount() {
        return offers.size();
    }

    List<SoftView.Framework> view() {
        return subscribers.values().stream()
                .map(each -> new SoftView.Framework(each.id, each.name, !each.stream.isEmpty(), each.sinceNanos))
                .toList();
    }

    /** Whether this stream is the one that this framework opened last. */
    boolean speaksFor(String stream, String framework) {
        Subscriber subscriber = subscribers.get(framework);
        return subscriber != null && !stream.isEmpty() && subscriber.stream.equals(stream);
    }

    /** A framework with this id speaks on this stream from now on; another stream that it had is told and closed. */
    void subscribe(long nowNanos, String id, String name, String stream, List<SoftAction> actions) {
        Subscriber subscriber = subscribers.computeIfAbsent(id, key -> new Subscriber(key, name, nowNanos));
        if (!subscriber.stream.isEmpty()) {
            actions.add(new SoftAction.Tell(subscriber.stream, new SchedulerEvent.Failure("Framework failed over")));
            actions.add(new SoftAction.CloseStream(subscriber.stream));
        }
        forgetOffersTo(id);
        subscriber.refusedUntilNanos.clear();
        subscriber.stream = stream;
        actions.add(new SoftAction.Tell(stream, new SchedulerEvent.Subscribed(id)));
    }

    void disconnect(String stream) {
        for (Subscriber subscriber : subscribers.values()) {
            if (subscriber.stream.equals(stream)) {
                subscriber.stream = "";
                forgetOffersTo(subscriber.id);
            }
        }
    }

    private void forgetOffersTo(String framework) {
        offers.values().removeIf(offer -> offer.framework().equals(framework));
    }

    /** Tells a framework, if it listens. */
    void tell(String framework, SchedulerEvent event, List<SoftAction> actions) {
        Subscriber subscriber = subscribers.get(framework);
        if (subscriber != null && !subscriber.stream.isEmpty()) {
            actions.add(new SoftAction.Tell(subscriber.stream, event));
        }
    }

    /** Takes back whatever is offered on this agent. */
    void rescindOn(String agent, List<SoftAction> actions) {
        for (Offer offer : List.copyOf(offers.values())) {
            if (offer.agent().equals(agent)) {
                offers.remove(offer.id());
                tell(offer.framework(), new SchedulerEvent.Rescind(offer.id()), actions);
            }
        }
    }

    /**
     * Ends these offers and returns the agents that they were on.
     *
     * @return empty if any of them is not this framework's or no longer stands
     */
    Set<String> take(String framework, List<String> ids, long refusedUntilNanos) {
        Subscriber subscriber = subscribers.get(framework);
        Set<String> agents = new LinkedHashSet<>();
        boolean allStand = subscriber != null;
        for (String id : ids) {
            @Nullable Offer offer = offers.get(id);
            if (offer == null || subscriber == null || !offer.framework().equals(framework)) {
                allStand = false;
                continue;
            }
            offers.remove(id);
            agents.add(offer.agent());
            subscriber.refusedUntilNanos.put(offer.agent(), refusedUntilNanos);
        }
        return allStand ? agents : Set.of();
    }

    void revive(String framework) {
        Subscriber subscriber = subscribers.get(framework);
        if (subscriber != null) {
            subscriber.refusedUntilNanos.clear();
        }
    }

    /** Offers an agent to the next framework that wants it, unless it is offered already. */
    void offer(long nowNanos, AdmittedAgent agent, int slotCount, Supplier<String> ids) {
        if (offers.values().stream().anyMatch(offer -> offer.agent().equals(agent.id()))) {
            return;
        }
        List<Subscriber> wanting = subscribers.values().stream()
                .filter(each -> each.wants(agent.id(), nowNanos))
                .toList();
        if (wanting.isEmpty()) {
            return;
        }
        Subscriber chosen = wanting.get(Math.floorMod(turn++, wanting.size()));
        Offer offer = new Offer(ids.get(), chosen.id, agent.id(), agent.node(), slotCount);
        offers.put(offer.id(), offer);
        chosen.unsent.add(offer);
    }

    /** Sends what was offered since the last call. */
    void sendOffers(List<SoftAction> actions) {
        for (Subscriber subscriber : subscribers.values()) {
            if (!subscriber.unsent.isEmpty()) {
                tell(subscriber.id, new SchedulerEvent.Offers(subscriber.unsent), actions);
                subscriber.unsent.clear();
            }
        }
    }
}
