package io.mmcheck.explore.why;

/**
 * What in the kernel does it: without this edit no run of the scenario violates.
 *
 * @param patch the id of the patch
 * @param edit the edit in words, or {@code all of it} if no edit alone makes the difference
 * @param label {@code program.LABEL} that it edits; the program alone if it puts another form in place
 * @param proof within which states
 */
public record NeededEdit(String patch, String edit, String label, Proof proof) {
    @Override
    public String toString() {
        return patch + ": " + edit;
    }
}
