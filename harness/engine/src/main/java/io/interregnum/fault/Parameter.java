package io.interregnum.fault;

/**
 * Something of a fault that a step may set.
 *
 * @param name lower case with hyphens
 * @param meaning for lists, with the unit and bounds
 * @param standard the value that it has unless it is set, as text
 */
public record Parameter(String name, String meaning, String standard) {}
