@NullMarked
package io.pg2any.pipeline;

import org.jspecify.annotations.NullMarked;
