/** Every change as a line of JSON in files of a folder: a small destination, written to be read as the example of one. */
@NullMarked
package io.pg2any.destination.jsonl;

import org.jspecify.annotations.NullMarked;
