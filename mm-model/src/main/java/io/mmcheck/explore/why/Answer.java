package io.mmcheck.explore.why;

/** What the environment said at a step where it did not give its usual answer, the first alternative. */
public record Answer(Event at, int alternative, String choice) {
    @Override
    public String toString() {
        return at + ": " + choice;
    }
}
