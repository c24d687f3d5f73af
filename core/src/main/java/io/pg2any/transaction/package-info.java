@NullMarked
package io.pg2any.transaction;

import org.jspecify.annotations.NullMarked;
