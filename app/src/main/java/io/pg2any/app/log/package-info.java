/** Logging: life events, one line each, for people or for machines. */
@NullMarked
package io.pg2any.app.log;

import org.jspecify.annotations.NullMarked;
