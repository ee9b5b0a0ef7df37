/** Accounts, holds, entries and their invariants; grants and statements. */
@NullMarked
package dev.darkroom.credits;

import org.jspecify.annotations.NullMarked;
