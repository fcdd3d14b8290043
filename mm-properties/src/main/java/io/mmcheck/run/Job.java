package io.mmcheck.run;

/** What one goal does in the forked JVM. */
@FunctionalInterface
interface Job {
    Ending run(Request request, Answer answer);
}
