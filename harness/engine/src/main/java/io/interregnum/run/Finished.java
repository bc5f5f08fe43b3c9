package io.interregnum.run;

import io.interregnum.rundir.RunDirectory;

/**
 * A run that went through all of its phases. Whether it went well is for judges to say.
 *
 * @param directory holds its evidence
 */
public record Finished(RunDirectory directory) {}
