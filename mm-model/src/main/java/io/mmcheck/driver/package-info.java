/**
 * The device driver's side of device memory: a driver like lib/test_hmm.c (read from 6.12), as it should be. Where it differs from
 * that file, the file's way is a patch in {@code history}.
 */
@NullMarked
package io.mmcheck.driver;

import org.jspecify.annotations.NullMarked;
