/** What a person does with rows that the target refused. */
@NullMarked
package io.pg2any.app.deadletter;

import org.jspecify.annotations.NullMarked;
