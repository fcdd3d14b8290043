package io.mmcheck.explore.why;

/**
 * A step that can be named before anyone has moved.
 *
 * @param operation the number of the operation in its thread, from 0
 * @param label {@code program.LABEL}
 * @param occurrence which time the operation comes there, from 1; {@link #EACH} is every time
 */
public record Event(int thread, int operation, String label, int occurrence) {
    /** For runs without end: in every round. */
    public static final int EACH = 0;

    @Override
    public String toString() {
        return "T" + thread + " " + label + (occurrence > 1 ? " #" + occurrence : "");
    }
}
