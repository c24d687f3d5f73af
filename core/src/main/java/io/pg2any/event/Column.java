package io.pg2any.event;

/**
 * A column of a relation as the stream describes it.
 *
 * @param identity whether the column is part of the replica identity
 * @param typeOid the OID of its type
 * @param typeModifier {@code atttypmod}, -1 where the type has none
 */
public record Column(String name, boolean identity, int typeOid, int typeModifier) {}
