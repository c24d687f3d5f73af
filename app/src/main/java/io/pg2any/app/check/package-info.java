/** What could go wrong with a stream, found out before it runs. Nothing that is done here stays. */
@NullMarked
package io.pg2any.app.check;

import org.jspecify.annotations.NullMarked;
