/**
 * What a run found out, as data and as text: verdicts, counterexamples and the two columns in which people read them. Formats
 * for files (JUnit XML, JSON) are the business of whoever writes files.
 */
@NullMarked
package io.mmcheck.report;

import org.jspecify.annotations.NullMarked;
