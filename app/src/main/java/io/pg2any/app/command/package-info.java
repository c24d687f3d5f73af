/** The commands: what each does between its arguments and its exit code. */
@NullMarked
package io.pg2any.app.command;

import org.jspecify.annotations.NullMarked;
