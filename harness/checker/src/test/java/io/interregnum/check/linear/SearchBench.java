package io.interregnum.check.linear;

import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Times the searches on histories of a small domain; not a test. */
public final class SearchBench {
    public static void main(String[] args) {
        int reps = 3;
        for (String spec : args) {
            String[] p = spec.split(",");
            boolean cas = !p[0].equals("reg");
            int n = Integer.parseInt(p[1]);
            int clients = Integer.parseInt(p[2]);
            double info = Double.parseDouble(p[3]);
            String kind = p[4];
            Algorithm algorithm = Algorithm.valueOf(p[5].toUpperCase());
            long seed = p.length > 6 ? Long.parseLong(p[6]) : 1;
            List<LinearOperation> history = make(cas, n, clients, info, 5, seed);
            if (!kind.equals("valid")) {
                history = spoil(history, kind, seed);
            }
            StringBuilder times = new StringBuilder();
            SearchAnswer answer = null;
            for (int i = 0; i < reps; i++) {
                Limits limits = Limits.on(RunClock.startNow())
                        .withTimeMax(Duration.ofSeconds(60))
                        .withCacheBytesMax(4L << 30);
                long t = System.nanoTime();
                answer = Searching.decide(Models.CAS_REGISTER, history, limits, algorithm);
                times.append(String.format(" %.1f", (System.nanoTime() - t) / 1e6));
                if (System.nanoTime() - t > 20e9) break;
            }
            System.out.println(spec + " -> " + answer.answer() + " " + answer.cause() + " stuck "
                    + answer.stuck().map(LinearOperation::invokedAt) + " configurations " + answer.configurations()
                    + " ms" + times);
        }
    }

    static List<LinearOperation> make(boolean cas, int n, int clients, double info, int domain, long seed) {
        Random random = new Random(seed);
        List<LinearOperation> done = new ArrayList<>();
        int[] phase = new int[clients];
        long[] inv = new long[clients];
        String[] f = new String[clients];
        Object[] value = new Object[clients];
        boolean[] fail = new boolean[clients];
        long[] ids = new long[clients];
        Long state = null;
        long now = 0;
        int started = 0;
        int finished = 0;
        while (finished < n) {
            int c = random.nextInt(clients);
            if (phase[c] == 0) {
                if (started == n) continue;
                ids[c] = started++;
                inv[c] = now++;
                int kind = random.nextInt(cas ? 3 : 2);
                f[c] = kind == 0 ? "read" : kind == 1 ? "write" : "cas";
                value[c] = kind == 0
                        ? null
                        : kind == 1
                                ? (Object) (long) random.nextInt(domain)
                                : Arrays.asList(
                                        (Object) (long) random.nextInt(domain), (Object) (long) random.nextInt(domain));
                fail[c] = false;
                phase[c] = 1;
            } else if (phase[c] == 1) {
                boolean crashes = random.nextDouble() < info;
                if (!crashes || random.nextBoolean()) {
                    if (f[c].equals("read")) value[c] = state;
                    else if (f[c].equals("write")) state = (Long) value[c];
                    else {
                        List<?> pair = (List<?>) value[c];
                        if (pair.get(0).equals(state)) state = (Long) pair.get(1);
                        else fail[c] = true;
                    }
                }
                if (crashes) {
                    done.add(LinearOperation.pending(ids[c], f[c], value[c], inv[c]));
                    finished++;
                    phase[c] = 0;
                } else {
                    phase[c] = 2;
                }
            } else {
                if (!fail[c]) done.add(new LinearOperation(ids[c], f[c], value[c], inv[c], now++));
                finished++;
                phase[c] = 0;
            }
        }
        done.sort(java.util.Comparator.comparingLong(LinearOperation::invokedAt));
        return done;
    }

    static List<LinearOperation> spoil(List<LinearOperation> history, String kind, long seed) {
        Random random = new Random(seed);
        Limits limits = Limits.on(RunClock.startNow())
                .withTimeMax(Duration.ofSeconds(60))
                .withCacheBytesMax(4L << 30);
        int from = (int) (history.size() * 0.95);
        for (int attempt = 0; attempt < 60; attempt++) {
            int at = from + random.nextInt(history.size() - from);
            LinearOperation o = history.get(at);
            if (!o.f().equals("read") || o.isPending()) continue;
            List<LinearOperation> copy = new ArrayList<>(history);
            Object v = kind.equals("never") ? (Object) 99L : (Object) (long) random.nextInt(5);
            if (v.equals(o.value())) continue;
            copy.set(at, new LinearOperation(o.id(), o.f(), v, o.invokedAt(), o.completedAt()));
            if (kind.equals("never")
                    || Searching.decide(Models.CAS_REGISTER, copy, limits, Algorithm.AUTO)
                                    .answer()
                            == LinearOutcome.Answer.NOT_LINEARIZABLE) return copy;
        }
        System.out.println("no stale read found");
        return history;
    }
}
