package io.mmcheck.explore;

/** A thread that cannot step, and what it waits for: the object of its {@code Blocked}. */
public record Wait(int thread, Object on) {
    @Override
    public String toString() {
        return "T" + thread + " waits for " + on;
    }
}
