/** A SQLite file as destination. */
@NullMarked
package io.pg2any.destination.sqlite;

import org.jspecify.annotations.NullMarked;
