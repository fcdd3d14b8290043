/** Pages under docs/ that tests write and compare. */
@NullMarked
package io.mmcheck.docs;

import org.jspecify.annotations.NullMarked;
