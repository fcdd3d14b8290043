/** What is claimed: one claim per file. */
@NullMarked
package io.mmcheck.property;

import org.jspecify.annotations.NullMarked;
