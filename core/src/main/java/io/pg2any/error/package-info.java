@NullMarked
package io.pg2any.error;

import org.jspecify.annotations.NullMarked;
