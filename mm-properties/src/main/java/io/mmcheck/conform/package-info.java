/**
 * Holds the model against logs of real kernels: a recorded sequence of operations is replayed on the model, and after every
 * operation both sides must show the same. The format of the logs is described beside them, in the test resources.
 */
@NullMarked
package io.mmcheck.conform;

import org.jspecify.annotations.NullMarked;
