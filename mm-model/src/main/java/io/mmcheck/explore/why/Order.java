package io.mmcheck.explore.why;

/**
 * One step before another one, of another thread: a run keeps it if it never takes {@code then} without having taken
 * {@code first}. In a run without end both are meant each time ({@link Event#EACH}): no {@code then} without a {@code first}
 * since the last one.
 */
public record Order(Event first, Event then) {
    /** Whether it is meant anew in every round of a run without end. */
    public boolean each() {
        return first.occurrence() == Event.EACH;
    }

    @Override
    public String toString() {
        return first + " before " + then + (each() ? ", in every round" : "");
    }
}
