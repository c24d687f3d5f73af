/** DuckDB files. */
@NullMarked
package io.pg2any.destination.duckdb;

import org.jspecify.annotations.NullMarked;
