/** What a test may ask for: records that name their actors and parameters and start programs. */
@NullMarked
package io.mmcheck.operation;

import org.jspecify.annotations.NullMarked;
