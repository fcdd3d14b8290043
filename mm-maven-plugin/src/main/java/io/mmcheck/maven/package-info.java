/** The goals: one Mojo each, thin. */
@NullMarked
package io.mmcheck.maven;

import org.jspecify.annotations.NullMarked;
