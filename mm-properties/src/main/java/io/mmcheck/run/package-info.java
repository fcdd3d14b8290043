/**
 * The run itself, in a JVM of its own: the entry point that the Maven plugin forks, what is asked of it, and the private channel
 * on which it answers. One job for each goal; what a job finds out goes over the channel as plain records, never over standard
 * output, which belongs to the code under test.
 */
@NullMarked
package io.mmcheck.run;

import org.jspecify.annotations.NullMarked;
