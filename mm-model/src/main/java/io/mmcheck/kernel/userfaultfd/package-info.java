/** userfaultfd with the features that let the kernel answer faults itself (mm/userfaultfd.c, fs/userfaultfd.c), read from 6.12. */
@NullMarked
package io.mmcheck.kernel.userfaultfd;

import org.jspecify.annotations.NullMarked;
