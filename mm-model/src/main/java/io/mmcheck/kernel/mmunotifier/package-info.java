/** Notifiers of secondary MMUs (mm/mmu_notifier.c, include/linux/mmu_notifier.h), read from 6.12. */
@NullMarked
package io.mmcheck.kernel.mmunotifier;

import org.jspecify.annotations.NullMarked;
