/** The settings of a run: one table of options, read from flags, environment and file. */
@NullMarked
package io.pg2any.app.config;

import org.jspecify.annotations.NullMarked;
