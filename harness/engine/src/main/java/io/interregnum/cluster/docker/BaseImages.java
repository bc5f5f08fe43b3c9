package io.interregnum.cluster.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.PullResponseItem;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.UnableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a base with a Java runtime, {@code nft} and {@code ip} comes from: the registry, else this machine.
 *
 * @param engine that holds the images
 * @param script makes {@link #LOCAL} from the distribution's packages; empty when it is not known where it is
 */
record BaseImages(Engine engine, Optional<Path> script) {
    /** Made by {@code scripts/base-image}. */
    static final String LOCAL = "interregnum/base:2";
    /** Official; lacks {@code nft}, so {@link #TOOLS} is built on it. */
    static final String OFFICIAL = "eclipse-temurin:17-jre";
    /** {@link #OFFICIAL} with {@code nft}, {@code ip} and libfaketime. */
    static final String TOOLS = "interregnum/tools:2";

    private static final Pattern ZOOKEEPER_JAR = Pattern.compile("zookeeper-(\\d+\\.\\d+\\.\\d+)\\.jar");
    private static final Logger LOG = LoggerFactory.getLogger(BaseImages.class);
    private static final Duration REGISTRY_ANSWERS = Duration.ofSeconds(4);
    private static final Duration PULL = Duration.ofMinutes(5);
    private static final Duration MAKE = Duration.ofMinutes(10);

    /** True when the engine holds the image. */
    boolean holds(String image) {
        return engine.call("look for image " + image, () -> {
            List<Image> found =
                    engine.client().listImagesCmd().withReferenceFilter(image).exec();
            return !found.isEmpty();
        });
    }

    /**
     * Makes sure that there is a base.
     *
     * @return its name
     * @throws UnableException when there is none and none can be made here; says what to run
     */
    String resolve() {
        if (holds(TOOLS)) {
            return TOOLS;
        }
        if (pull(OFFICIAL) && withTools()) {
            return TOOLS;
        }
        if (holds(LOCAL)) {
            return LOCAL;
        }
        make();
        return LOCAL;
    }

    /** The base that is here, without getting one; empty when there is none. */
    Optional<String> here() {
        return Stream.of(TOOLS, LOCAL).filter(this::holds).findFirst();
    }

    /** True when {@link #resolve} can be expected to succeed. Gets nothing; blocks for some seconds at most. */
    boolean canBeHad() {
        return here().isPresent() || whyNoScript().isEmpty() || holds(OFFICIAL) || registryAnswers(OFFICIAL);
    }

    /** How to get a base where it cannot be had. */
    static String remedy() {
        return "run scripts/base-image as root (needs debootstrap), or connect the engine to an image registry";
    }

    /**
     * The official image of the same ZooKeeper as on a class path: exactly that version, so that which image is used
     * never changes what is tested. Empty for anything that is not a release.
     */
    static Optional<String> officialZooKeeper(List<Path> classPath) {
        return classPath.stream()
                .map(path -> ZOOKEEPER_JAR.matcher(String.valueOf(path.getFileName())))
                .filter(Matcher::matches)
                .map(matcher -> "zookeeper:" + matcher.group(1))
                .findFirst();
    }

    /** True when the engine holds the image now; gives up within seconds when no registry answers. */
    boolean pull(String image) {
        if (holds(image)) {
            return true;
        }
        PullWatch watch = new PullWatch(true);
        try (watch) {
            LOG.info("pulling image={}", image);
            engine.client().pullImageCmd(image).exec(watch);
            if (!watch.begun.await(REGISTRY_ANSWERS.toMillis(), TimeUnit.MILLISECONDS) || watch.failed()) {
                LOG.info("registry does not answer image={}", image);
                return false;
            }
            return watch.awaitCompletion(PULL.toMillis(), TimeUnit.MILLISECONDS) && !watch.failed() && holds(image);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while pulling " + image, e);
        } catch (IOException | RuntimeException e) {
            LOG.info("cannot pull image={} why={}", image, e.toString());
            return false;
        }
    }

    /** Begins to pull and stops at the first sign of life. */
    private boolean registryAnswers(String image) {
        PullWatch watch = new PullWatch(false);
        try (watch) {
            engine.client().pullImageCmd(image).exec(watch);
            return watch.begun.await(REGISTRY_ANSWERS.toMillis(), TimeUnit.MILLISECONDS) && !watch.failed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** Notices the first progress or failure of a pull. */
    private static final class PullWatch extends ResultCallback.Adapter<PullResponseItem> {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final boolean toTheEnd;
        private volatile boolean failed;

        PullWatch(boolean toTheEnd) {
            this.toTheEnd = toTheEnd;
        }

        boolean failed() {
            return failed;
        }

        @Override
        public void onNext(PullResponseItem item) {
            failed |= item.isErrorIndicated();
            begun.countDown();
            if (!toTheEnd) {
                onComplete();
            }
        }

        @Override
        public void onError(Throwable why) {
            failed = true;
            begun.countDown();
            super.onError(why);
        }
    }

    /** Adds {@code nft} and {@code ip}; false when the image's package archive cannot be reached. */
    private boolean withTools() {
        String dockerfile = "FROM " + OFFICIAL + "\n"
                + "RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends nftables iproute2 libfaketime"
                + " && rm -rf /var/lib/apt/lists/*\n"
                + "ENTRYPOINT []\n"
                + "LABEL " + Labels.IMAGE + "=tools\n";
        try {
            new ImageBuild(engine).build(TOOLS, out -> ImageBuild.onlyDockerfile(dockerfile, out), PULL, "default");
            return true;
        } catch (ClusterException e) {
            LOG.warn("cannot add nft to {} why={}", OFFICIAL, e.getMessage());
            return false;
        }
    }

    private Optional<String> whyNoScript() {
        if (script.isEmpty() || !Files.isExecutable(script.get())) {
            return Optional.of("it is not known where scripts/base-image is");
        }
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("making one needs root");
        }
        boolean debootstrap = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "debootstrap")));
        return debootstrap ? Optional.empty() : Optional.of("making one needs debootstrap");
    }

    private void make() {
        Optional<String> why = whyNoScript();
        if (why.isPresent()) {
            throw new UnableException("there is no image with a Java runtime and nft, no registry answers, and "
                    + why.get() + "; " + remedy());
        }
        LOG.info("making image={} with={}", LOCAL, script.get());
        List<String> lines = Engine.within(MAKE, "make " + LOCAL + " with " + script.get(), this::runScript);
        if (!holds(LOCAL)) {
            throw new UnableException(
                    script.get() + " did not make " + LOCAL + "; it said: " + String.join(" | ", lines));
        }
    }

    private List<String> runScript() {
        try {
            Process process = new ProcessBuilder(script.orElseThrow().toString())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            try {
                String printed =
                        new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
                process.waitFor();
                return printed.lines().toList();
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of("interrupted");
        }
    }
}
