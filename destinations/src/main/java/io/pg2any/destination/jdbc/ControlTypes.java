package io.pg2any.destination.jdbc;

/**
 * The column types of pg2any's own tables in a dialect.
 *
 * @param name text of up to 64 characters, compared exactly, that can be part of a key of three
 * @param text text of any length
 * @param integer whole number of 64 bits
 * @param timestamp a moment, in UTC
 * @param now the expression for it
 */
public record ControlTypes(String name, String text, String integer, String timestamp, String now) {}
