/**
 * The page: results as they were written to JSON, put into one HTML file that needs nothing else. What a reader sees is drawn in
 * the browser by a script, in parts that {@link io.mmcheck.maven.html.Page} joins, from the data in the page; nothing is asked from anywhere.
 */
@NullMarked
package io.mmcheck.maven.html;

import org.jspecify.annotations.NullMarked;
