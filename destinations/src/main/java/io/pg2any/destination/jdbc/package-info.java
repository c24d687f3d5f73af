/** What destinations that speak SQL share: the one handler, and the values of which a dialect is made. */
@NullMarked
package io.pg2any.destination.jdbc;

import org.jspecify.annotations.NullMarked;
