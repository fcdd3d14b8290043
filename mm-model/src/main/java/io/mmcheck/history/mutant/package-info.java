/**
 * Mutants: small patches of ours, each for a property that no historic kernel breaks. They are in no release and say nothing
 * about any kernel that ever was; they show that a property would notice.
 */
@NullMarked
package io.mmcheck.history.mutant;

import org.jspecify.annotations.NullMarked;
