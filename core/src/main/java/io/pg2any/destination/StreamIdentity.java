package io.pg2any.destination;

/**
 * Which stream a checkpoint belongs to.
 *
 * @param slot name of the replication slot: the key of the checkpoint in the target
 * @param systemIdentifier of the source cluster
 * @param timeline of the source cluster at this time
 * @param database name of the source database
 */
public record StreamIdentity(String slot, String systemIdentifier, int timeline, String database) {}
