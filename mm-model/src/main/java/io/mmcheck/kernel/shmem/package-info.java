/** Files in memory: shmem, tmpfs, memfd (mm/shmem.c), read from 6.12. */
@NullMarked
package io.mmcheck.kernel.shmem;

import org.jspecify.annotations.NullMarked;
