/** MySQL and MariaDB as destinations. */
@NullMarked
package io.pg2any.destination.mysql;

import org.jspecify.annotations.NullMarked;
