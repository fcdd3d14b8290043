/** What user code does: load and store instructions, which reach the kernel through their faults. */
@NullMarked
package io.mmcheck.user;

import org.jspecify.annotations.NullMarked;
