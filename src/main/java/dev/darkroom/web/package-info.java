/** HTTP in, JSON out, the page's files: wire records and one exception mapper, no rules. */
@NullMarked
package dev.darkroom.web;

import org.jspecify.annotations.NullMarked;
