package io.interregnum.cluster.docker;

import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.model.BuildResponseItem;
import io.interregnum.cluster.ClusterException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Builds images with the engine's classic builder.
 *
 * @param engine that builds and holds them
 */
record ImageBuild(Engine engine) {

    /** Writes a build context. */
    interface Context {
        void writeTo(OutputStream out) throws IOException;
    }

    /** A context that is a Dockerfile and nothing else. */
    static void onlyDockerfile(String text, OutputStream out) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            Tar.add(tar, "Dockerfile", text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Builds an image and names it.
     *
     * @param network that build steps may use: {@code none} or {@code default}
     * @throws ClusterException when it failed, with the last line that the builder printed; there is no image then
     */
    void build(String name, Context context, Duration limit, String network) {
        Engine.within(limit, "build image " + name, () -> {
            Path tar = Files.createTempFile("interregnum-image-", ".tar");
            try {
                try (OutputStream out = Files.newOutputStream(tar)) {
                    context.writeTo(out);
                }
                try (InputStream in = new BufferedInputStream(Files.newInputStream(tar), 1 << 16)) {
                    return build(name, in, limit, network);
                }
            } finally {
                Files.deleteIfExists(tar);
            }
        });
    }

    private String build(String name, InputStream tar, Duration limit, String network) {
        LastWords lastWords = new LastWords();
        try {
            return engine.client()
                    .buildImageCmd(tar)
                    .withTags(Set.of(name))
                    .withNetworkMode(network)
                    .withRemove(true)
                    .withForcerm(true)
                    .exec(lastWords)
                    .awaitImageId(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RuntimeException e) {
            throw new ClusterException(
                    "cannot build image " + name + ": " + e.getMessage() + "; the builder's last words: "
                            + lastWords.text,
                    e);
        }
    }

    /** Remembers the last line that the builder printed. */
    private static final class LastWords extends BuildImageResultCallback {
        private volatile String text = "none";

        @Override
        public void onNext(BuildResponseItem item) {
            String stream = item.getStream();
            if (stream != null && !stream.isBlank()) {
                text = stream.strip();
            }
            super.onNext(item);
        }
    }
}
