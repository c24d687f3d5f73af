package io.pg2any.event;

/** What happens to the data of tables: the events that a destination applies. */
public sealed interface Change extends Logged
        permits ChangeEvent.Insert, ChangeEvent.Update, ChangeEvent.Delete, ChangeEvent.Truncate {}
