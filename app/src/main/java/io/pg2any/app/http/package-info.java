/** What can be seen of a running stream with a browser or a probe: a small server on loopback. */
@NullMarked
package io.pg2any.app.http;

import org.jspecify.annotations.NullMarked;
