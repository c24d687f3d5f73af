@NullMarked
package io.pg2any.protocol;

import org.jspecify.annotations.NullMarked;
