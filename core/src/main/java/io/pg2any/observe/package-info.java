@NullMarked
package io.pg2any.observe;

import org.jspecify.annotations.NullMarked;
