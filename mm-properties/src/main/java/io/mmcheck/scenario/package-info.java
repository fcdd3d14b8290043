/** A scenario is plain data: a machine, the operations of each thread, a schedule. */
@NullMarked
package io.mmcheck.scenario;

import org.jspecify.annotations.NullMarked;
