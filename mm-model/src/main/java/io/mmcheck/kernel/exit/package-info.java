/** The end of a process (kernel/exit.c, mm/mmap.c exit_mmap()), read from 6.12. */
@NullMarked
package io.mmcheck.kernel.exit;

import org.jspecify.annotations.NullMarked;
