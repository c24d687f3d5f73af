@NullMarked
package io.pg2any.destination;

import org.jspecify.annotations.NullMarked;
