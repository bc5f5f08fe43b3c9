package io.interregnum.masters;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import org.apache.curator.framework.CuratorFrameworkFactory;

/**
 * Settings of a Curator client that have changed their names, for whichever version from 4.0 on is on the class path.
 * Everything else that masters use of Curator is the same in all of them.
 */
final class CuratorBuilder {
    private static final String OLD_POLICY = "org.apache.curator.connection.ConnectionHandlingPolicy";
    private static final String OLD_STANDARD_POLICY = "org.apache.curator.connection.StandardConnectionHandlingPolicy";

    private CuratorBuilder() {}

    /** Leaves the addresses of the servers as they are given. Before 4.2 this can't be asked for. */
    static void keepAddresses(CuratorFrameworkFactory.Builder builder) {
        try {
            Method method = CuratorFrameworkFactory.Builder.class.getMethod("ensembleTracker", boolean.class);
            method.invoke(builder, false);
        } catch (NoSuchMethodException older) {
            // EagerHostProvider ignores what the tracker finds.
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot turn Curator's ensemble tracker off", e);
        }
    }

    /**
     * Has Curator say that the session is lost when a connection has been missing for so long.
     *
     * @param percent of the session time-out, from 1 to 100
     */
    static void expireAfter(CuratorFrameworkFactory.Builder builder, int percent) {
        try {
            Method method =
                    CuratorFrameworkFactory.Builder.class.getMethod("simulatedSessionExpirationPercent", int.class);
            method.invoke(builder, percent);
        } catch (NoSuchMethodException older) {
            expireAfterInCurator4(builder, percent);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot set Curator's simulated session expiration", e);
        }
    }

    private static void expireAfterInCurator4(CuratorFrameworkFactory.Builder builder, int percent) {
        try {
            Constructor<?> policy = Class.forName(OLD_STANDARD_POLICY).getConstructor(int.class);
            Method method = CuratorFrameworkFactory.Builder.class.getMethod(
                    "connectionHandlingPolicy", Class.forName(OLD_POLICY));
            method.invoke(builder, policy.newInstance(percent));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Curator has no setting for a simulated session expiration", e);
        }
    }
}
