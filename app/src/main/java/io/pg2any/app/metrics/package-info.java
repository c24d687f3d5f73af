/** A stream's numbers in the form of Prometheus. */
@NullMarked
package io.pg2any.app.metrics;

import org.jspecify.annotations.NullMarked;
