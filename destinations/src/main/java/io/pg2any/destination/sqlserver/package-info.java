/** Microsoft SQL Server and Azure SQL as destination. */
@NullMarked
package io.pg2any.destination.sqlserver;

import org.jspecify.annotations.NullMarked;
