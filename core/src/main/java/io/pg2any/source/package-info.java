@NullMarked
package io.pg2any.source;

import org.jspecify.annotations.NullMarked;
