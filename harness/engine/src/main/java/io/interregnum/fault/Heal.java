package io.interregnum.fault;

import java.util.Locale;

/** What is done beside lifting the damage. */
public enum Heal {
    /** Nothing: connections that were cut resume when TCP tries again, up to 12 s later. */
    PLAIN,
    /** Connections on damaged links are ended, so that recovery shows the system and not TCP's back-off. */
    FRESH;

    /** As schedules write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException when there is no such way
     */
    public static Heal parse(String text) {
        for (Heal heal : values()) {
            if (heal.text().equals(text)) {
                return heal;
            }
        }
        throw new IllegalArgumentException("heal \"" + text + "\" must be plain or fresh");
    }
}
