package io.interregnum.suite.command;

import io.interregnum.suite.MasterElection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who elects the leader of the masters, and on which Curator. */
final class ElectionOptions {
    @Option(
            names = "--election",
            defaultValue = "own",
            description = "Who elects the leader: own, or one of Curator's recipes: latch, selector. "
                    + "Default: ${DEFAULT-VALUE}.")
    private String kind = "own";

    @Option(
            names = "--error-policy",
            defaultValue = "standard",
            description = "When a recipe gives leadership up: standard (connection suspended) or session (session "
                    + "lost). Default: ${DEFAULT-VALUE}.")
    private String errorPolicy = "standard";

    @Option(
            names = "--curator",
            paramLabel = "VERSION",
            description = "Version of Curator for the masters, such as 5.6.0; fetched from Maven Central if it is not "
                    + "in the local repository. Default: the one that they are built with.")
    private @Nullable String curator;

    /** @throws io.interregnum.suite.UsageException when it is nothing that masters can do */
    MasterElection election() {
        return new MasterElection(kind, errorPolicy, Optional.ofNullable(curator));
    }
}
