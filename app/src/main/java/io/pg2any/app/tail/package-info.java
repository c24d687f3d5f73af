/** The changes of a source as they are committed, for people and for other programs. */
@NullMarked
package io.pg2any.app.tail;

import org.jspecify.annotations.NullMarked;
