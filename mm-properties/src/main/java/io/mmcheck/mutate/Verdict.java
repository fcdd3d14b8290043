package io.mmcheck.mutate;

/**
 * What became of a mutant.
 *
 * @param by the property that noticed, empty if none did
 * @param how by which search it was killed or proven the same, or why it cannot be judged
 */
public record Verdict(Mutation mutation, Outcome outcome, String by, String how) {
    /** How it ended. */
    public enum Outcome {
        /** A property noticed. */
        KILLED("killed"),
        /** No property noticed, and it is not known to be the same kernel. */
        SURVIVED("survived"),
        /** The searches that close see the same observations with and without it. */
        EQUIVALENT("equivalent"),
        /** It makes no sense: a step meets what it cannot work with, such as a page that nobody has looked up. */
        DERAILED("derailed"),
        /** It had no time left. */
        TIMED_OUT("timed out"),
        /** The forked JVM did not survive it. */
        CRASHED("crashed"),
        /** The time for all of them was over before its turn came. */
        NOT_TRIED("not tried");

        private final String text;

        Outcome(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
