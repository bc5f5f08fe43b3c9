package io.interregnum.masters;

/** What {@link Election} wants done, in this order. */
sealed interface ElectionAction {

    /** Create our candidate znode and report {@link ElectionEvent.Joined} or {@link ElectionEvent.JoinUnknown}. */
    record CreateNode() implements ElectionAction {}

    /** Look for a candidate znode with our id in our session and report {@code Joined} or {@code OwnNodeAbsent}. */
    record LookForOwnNode() implements ElectionAction {}

    /** Read the group's children, leave a watch, and report {@link ElectionEvent.GroupRead}. */
    record ReadGroup() implements ElectionAction {}

    /** Have the ensemble check that our candidate znode exists and report {@code Confirmed} or {@code Refuted}. */
    record ConfirmNode(String name) implements ElectionAction {}

    /** Delete another's candidate znode: for {@link Variant#DELETES_WRONG_EPHEMERAL}, since no correct master does. */
    record DeleteNode(String name) implements ElectionAction {}

    /** Drop the session and open another: for {@link Variant#REUSE_NODE}, since only the ensemble may end a session. */
    record RenewSession() implements ElectionAction {}

    /** We lead from now on: recover the registry under this epoch, fenced by this candidate znode. */
    record StartRegistrar(long epoch, String candidateName) implements ElectionAction {}

    /** The role changed, or would have in another variant: tell the event log. */
    record Report(String what, String details) implements ElectionAction {}

    /** End the process at once. Nothing follows. */
    record Die(String sentence) implements ElectionAction {}
}
