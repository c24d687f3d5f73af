/** Whether two databases hold the same, value by value. */
@NullMarked
package io.pg2any.app.compare;

import org.jspecify.annotations.NullMarked;
