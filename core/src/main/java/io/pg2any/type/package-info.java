@NullMarked
package io.pg2any.type;

import org.jspecify.annotations.NullMarked;
