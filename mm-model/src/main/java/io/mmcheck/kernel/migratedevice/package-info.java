/** Migration between system and device memory (mm/migrate_device.c, include/linux/migrate.h), read from 5.15, 6.1 and 6.12. */
@NullMarked
package io.mmcheck.kernel.migratedevice;

import org.jspecify.annotations.NullMarked;
