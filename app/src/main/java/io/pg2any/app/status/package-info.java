/** How a running stream is: health, history, events, and the report of all of it. */
@NullMarked
package io.pg2any.app.status;

import org.jspecify.annotations.NullMarked;
