/** What every kind of page migration shares (mm/migrate.c), read from 5.15, 6.1 and 6.12. */
@NullMarked
package io.mmcheck.kernel.migrate;

import org.jspecify.annotations.NullMarked;
