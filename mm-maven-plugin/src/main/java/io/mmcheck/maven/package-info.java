/**
 * The goals: one Mojo each, thin. The run happens in a forked JVM ({@link io.mmcheck.run}); here is what a build needs around
 * it: parameters, the fork and its end, the console, the report files and the outcome.
 */
@NullMarked
package io.mmcheck.maven;

import org.jspecify.annotations.NullMarked;
