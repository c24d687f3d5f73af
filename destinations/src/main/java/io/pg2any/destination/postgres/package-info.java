/** PostgreSQL as destination. */
@NullMarked
package io.pg2any.destination.postgres;

import org.jspecify.annotations.NullMarked;
