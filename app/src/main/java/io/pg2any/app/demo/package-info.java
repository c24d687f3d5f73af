/** {@code pg2any demo}: a shop on servers of its own. The servers' libraries are on the class path of this command only. */
@NullMarked
package io.pg2any.app.demo;

import org.jspecify.annotations.NullMarked;
