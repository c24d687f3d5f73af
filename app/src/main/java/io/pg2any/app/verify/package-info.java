/** Whether source and target hold the same, table by table, while both are in use; and putting right what is not. */
@NullMarked
package io.pg2any.app.verify;

import org.jspecify.annotations.NullMarked;
