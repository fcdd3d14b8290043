package io.mmcheck.conform;

/**
 * One place where model and kernel show something else.
 *
 * @param line of the log, where the kernel's side stands
 * @param sequence the sequence
 * @param operation the operation after which it shows
 * @param where {@code result}, or a page such as {@code p0 r0 2}
 * @param column what differs
 * @param kernel the kernel's side
 * @param model the model's side
 */
public record Difference(
        int line, String sequence, String operation, String where, Column column, String kernel, String model) {
    @Override
    public String toString() {
        return "line " + line + ": " + operation + ": " + where + (column == Column.RESULT ? "" : " (" + column + ")")
                + ": kernel " + kernel + ", model " + model;
    }
}
