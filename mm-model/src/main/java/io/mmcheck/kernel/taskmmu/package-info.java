/** The soft-dirty bits behind /proc/PID/clear_refs (fs/proc/task_mmu.c), read from 6.12. */
@NullMarked
package io.mmcheck.kernel.taskmmu;

import org.jspecify.annotations.NullMarked;
