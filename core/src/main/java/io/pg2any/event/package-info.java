@NullMarked
package io.pg2any.event;

import org.jspecify.annotations.NullMarked;
