package io.interregnum.suite.library;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import io.interregnum.cluster.UnableException;
import java.util.List;
import java.util.Set;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;

/**
 * Maven Central, or what stands for it in the user's {@code settings.xml} (mirrors, proxies, credentials), in front of it
 * the user's local repository, where everything that was fetched stays.
 */
final class MavenRepositories implements Artifacts {

    @Override
    public List<Found> closure(String coordinates, Set<String> without) {
        ContextOverrides settings =
                ContextOverrides.create().withUserSettings(true).build();
        try (Context context = Runtimes.INSTANCE.getRuntime().create(settings)) {
            Dependency wanted = new Dependency(new DefaultArtifact(coordinates), "runtime", false, exclusions(without));
            CollectRequest collect = new CollectRequest();
            collect.addDependency(wanted);
            collect.setRepositories(context.remoteRepositories());
            return context
                    .repositorySystem()
                    .resolveDependencies(context.repositorySystemSession(), new DependencyRequest(collect, null))
                    .getArtifactResults()
                    .stream()
                    .map(ArtifactResult::getArtifact)
                    .map(MavenRepositories::found)
                    .toList();
        } catch (DependencyResolutionException e) {
            throw new UnableException("cannot get " + coordinates + " and what it needs: " + cause(e), e);
        } catch (IllegalStateException e) {
            throw new UnableException("cannot read the settings of Maven (~/.m2/settings.xml): " + cause(e), e);
        }
    }

    private static Found found(Artifact artifact) {
        return new Found(
                artifact.getGroupId() + ":" + artifact.getArtifactId(),
                artifact.getFile().toPath());
    }

    private static List<Exclusion> exclusions(Set<String> without) {
        return without.stream()
                .sorted()
                .map(name -> name.split(":", -1))
                .map(parts -> new Exclusion(parts[0], parts[1], "*", "*"))
                .toList();
    }

    /** The innermost message, which names artifact and repository; Maven wraps it several times. */
    private static String cause(Throwable problem) {
        Throwable innermost = problem;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage());
    }
}
