package io.interregnum.cluster.docker;

import com.github.dockerjava.api.model.Image;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.InjectionAgent;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The image of a run's nodes: a base with the programs in it. Named by its content, so that it is built once and every
 * later start finds it.
 *
 * @param name of the image
 * @param content what is in it
 */
record NodeImage(String name, ImageContent content) {
    private static final Logger LOG = LoggerFactory.getLogger(NodeImage.class);
    private static final String REPOSITORY = "interregnum/node";
    private static final Duration BUILD = Duration.ofMinutes(3);
    /** Older ones of other contents go when a new one is built, so that a day's work does not fill the disk. */
    private static final int KEPT_COUNT = 8;

    /**
     * Finds the image, or builds it.
     *
     * @param companion another image that is worth a try at the registry if this one was built on the registry's base
     * @throws io.interregnum.cluster.UnableException when there is no base to build it on
     * @throws ClusterException when it cannot be built
     */
    static NodeImage resolve(BaseImages bases, ImageContent content, Optional<String> companion) {
        String name = REPOSITORY + ":" + content.hash();
        if (!bases.holds(name)) {
            String base = bases.resolve();
            String dockerfile = "FROM " + base + "\nLABEL " + Labels.IMAGE + "=node\nENTRYPOINT []\nCOPY lib "
                    + ImageContent.DIRECTORY + "\n";
            LOG.info("building image={} base={}", name, base);
            new ImageBuild(bases.engine())
                    .build(name, out -> content.writeBuildContext(dockerfile, out), BUILD, "none");
            removeOld(bases.engine());
            if (base.equals(BaseImages.TOOLS)) {
                companion.ifPresent(bases::pull);
            }
        }
        return new NodeImage(name, content);
    }

    /** Path of the injection agent in it, which must be in its content. */
    String agent() {
        return content.classPath(List.of(InjectionAgent.jar()));
    }

    private static void removeOld(Engine engine) {
        List<Image> images = engine.call(
                "list node images",
                () -> engine.client()
                        .listImagesCmd()
                        .withLabelFilter(Map.of(Labels.IMAGE, "node"))
                        .exec());
        images.stream()
                .sorted(Comparator.comparing(Image::getCreated).reversed())
                .skip(KEPT_COUNT)
                .forEach(image -> {
                    try {
                        engine.call(
                                "remove an old node image",
                                () -> engine.client()
                                        .removeImageCmd(image.getId())
                                        .exec());
                    } catch (ClusterException e) {
                        // In use by a run beside this one; a later build removes it.
                        LOG.debug("old image stays image={} why={}", image.getId(), e.getMessage());
                    }
                });
    }
}
