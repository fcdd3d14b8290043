package io.mmcheck.maven.html;

/**
 * One file of results.
 *
 * @param name of the file, below the reports directory of its module
 * @param json its contents
 */
public record Document(String name, String json) {}
