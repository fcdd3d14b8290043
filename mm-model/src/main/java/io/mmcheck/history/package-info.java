/**
 * Historic kernels: each file takes one thing back from today's kernel, and says where it is known from and which properties it
 * breaks. Nothing in {@code kernel} knows of this package.
 */
@NullMarked
package io.mmcheck.history;

import org.jspecify.annotations.NullMarked;
