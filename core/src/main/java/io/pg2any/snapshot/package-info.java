@NullMarked
package io.pg2any.snapshot;

import org.jspecify.annotations.NullMarked;
