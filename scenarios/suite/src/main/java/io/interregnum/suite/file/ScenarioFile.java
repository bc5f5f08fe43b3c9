package io.interregnum.suite.file;

import io.interregnum.run.Scenario;
import io.interregnum.suite.UsageException;
import java.nio.file.Path;

/**
 * A scenario in a file of YAML, and on what it is to be run.
 *
 * @param scenario what is done; all that was left to chance is drawn
 * @param settings on what
 * @param places where what of it stands
 */
public record ScenarioFile(Scenario scenario, Settings settings, Places places) {

    /** A scenario that comes from no file. */
    public ScenarioFile(Scenario scenario, Settings settings) {
        this(scenario, settings, Places.NOWHERE);
    }

    /**
     * Reads a file.
     *
     * @param seed from which everything is drawn that the file leaves to chance; the same seed draws the same
     * @throws UsageException when it cannot be read or says what cannot be; the message has file, line and field
     */
    public static ScenarioFile of(Path file, long seed) {
        YamlTree tree = YamlTree.read(file);
        ScenarioSchema.check(tree);
        return new ScenarioReader(tree, seed).read();
    }

    /**
     * Reads the scenario of a file.
     *
     * @throws UsageException likewise
     */
    public static Scenario read(Path file, long seed) {
        return of(file, seed).scenario();
    }

    /** The scenario as a file that {@link #read} reads back to the same. */
    public static String yaml(Scenario scenario) {
        return yaml(scenario, Settings.NONE);
    }

    /** The scenario, and on what it is to be run, as a file. */
    public static String yaml(Scenario scenario, Settings settings) {
        return ScenarioText.of(scenario, settings);
    }

    /** The schema that files follow, as JSON, with the names of the catalogue of faults. */
    public static String schema() {
        return ScenarioSchema.published();
    }
}
