package io.interregnum.suite;

import io.interregnum.suite.library.CuratorLibrary;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who decides which of the reference masters leads.
 *
 * @param kind {@code own}, or one of Curator's recipes: {@code latch}, {@code selector}
 * @param errorPolicy when a recipe gives up: {@code standard} (connection suspended) or {@code session} (session lost)
 * @param curator the version of Curator on which the masters run; empty: the one that they are built with
 */
public record MasterElection(String kind, String errorPolicy, Optional<String> curator) {
    static final List<String> KINDS = List.of("own", "latch", "selector");
    static final List<String> ERROR_POLICIES = List.of("standard", "session");

    /** The reference masters as they are built. */
    public static final MasterElection OWN = new MasterElection("own", "standard", Optional.empty());

    /** @throws UsageException when the program does not know one of them, or would not run with that Curator */
    public MasterElection {
        require("election", kind, KINDS);
        require("error policy", errorPolicy, ERROR_POLICIES);
        curator.ifPresent(MasterElection::requireVersion);
    }

    private static void require(String what, String given, List<String> known) {
        if (!known.contains(given)) {
            throw new UsageException(
                    "unknown " + what + " \"" + given + "\"; expected one of " + String.join(", ", known));
        }
    }

    private static void requireVersion(String version) {
        try {
            CuratorLibrary.plausible(version);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** The same on another Curator. */
    public MasterElection withCurator(String version) {
        return new MasterElection(kind, errorPolicy, Optional.of(version));
    }

    /**
     * The masters' class path. May fetch libraries, which may take minutes.
     *
     * @throws io.interregnum.cluster.UnableException when the masters are not built, or that Curator can't be had
     */
    public List<Path> classPath(Home home) {
        List<Path> built = home.mastersClassPath();
        return curator.map(version -> new CuratorLibrary().classPath(built, version))
                .orElse(built);
    }

    /** Flags of a command that say the same, with a space before each; empty for {@link #OWN}. */
    public String flags() {
        return (kind.equals(OWN.kind) ? "" : " --election " + kind)
                + (errorPolicy.equals(OWN.errorPolicy) ? "" : " --error-policy " + errorPolicy)
                + curator.map(version -> " --curator " + version).orElse("");
    }

    boolean isRecipe() {
        return !kind.equals(OWN.kind);
    }
}
