/** The façade: what a program that embeds pg2any, or its own command line, uses. */
@NullMarked
package io.pg2any;

import org.jspecify.annotations.NullMarked;
