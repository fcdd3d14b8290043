/**
 * How strong the properties are: every labelled step of the programs in scope is changed in small ways, one at a time, and the
 * properties have to notice. What they do not notice is either the same kernel, as far as anybody can observe within stated
 * bounds, or a claim that is missing.
 */
@NullMarked
package io.mmcheck.mutate;

import org.jspecify.annotations.NullMarked;
