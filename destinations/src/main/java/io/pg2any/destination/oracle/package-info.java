/** Oracle Database as destination. Its driver is the user's own: nothing here needs it to be compiled. */
@NullMarked
package io.pg2any.destination.oracle;

import org.jspecify.annotations.NullMarked;
