package io.mmcheck.program;

/** A crash that ended the run: what happened, and to which object. */
public record Oops(String what, String why) {
    @Override
    public String toString() {
        return what + ": " + why;
    }
}
