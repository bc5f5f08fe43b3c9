package io.interregnum.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that needs an ability of this machine. Where it does not, the test is left out, and noted with the
 * reason, so that nobody takes it for passed.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsCondition.class)
public @interface Needs {
    /**
     * {@code local} or {@code docker} for a backend that works, {@code root}, {@code nft} for nftables in a user
     * namespace, without which the local backend works less well, or {@code long} for what only {@code scripts/test --long}
     * runs.
     */
    String value();
}
