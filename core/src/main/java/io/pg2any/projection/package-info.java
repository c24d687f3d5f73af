/** What becomes of a table's columns on their way: left out, renamed, masked, added. */
@NullMarked
package io.pg2any.projection;

import org.jspecify.annotations.NullMarked;
