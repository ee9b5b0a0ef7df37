/** Tells addresses of users how their jobs go: webhooks that go out, signed, until they arrive. */
@NullMarked
package dev.darkroom.notify;

import org.jspecify.annotations.NullMarked;
