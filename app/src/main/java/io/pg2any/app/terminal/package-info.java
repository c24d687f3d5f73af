/** What a person sees while something runs. */
@NullMarked
package io.pg2any.app.terminal;

import org.jspecify.annotations.NullMarked;
