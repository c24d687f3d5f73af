/** The command line: where the process begins. */
@NullMarked
package io.pg2any.app;

import org.jspecify.annotations.NullMarked;
