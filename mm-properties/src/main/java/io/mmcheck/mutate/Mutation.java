package io.mmcheck.mutate;

import java.util.Locale;

/**
 * One small change of one label, as plain data: whoever has the same kernel can make the mutant from its text.
 *
 * @param program the name of the program
 * @param label the label that is changed, or the first of them
 * @param kind how
 * @param detail what of it, empty if there is nothing to say
 */
public record Mutation(String program, String label, Kind kind, String detail) {
    /** The mutators. */
    public enum Kind {
        /** The act is left out; what comes after it comes all the same. */
        DROP("left out"),
        /** The act and the following one change places. */
        SWAP("changes places with the next"),
        /** The act is done twice. */
        DUPLICATE("done twice"),
        /** A lock is neither taken nor released in the whole program. */
        UNLOCKED("goes on without the lock"),
        /** One part of the machine stays as it was: a flush, a get, a put, a bit. */
        EFFECT("keeps"),
        /** A check that would turn away goes on. */
        CHECK("does not turn away to"),
        /** A wait that is not for a lock is left out. */
        WAIT("does not wait");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** {@code migrate_vma_collect_pmd.COPY_DIRTY drop}. */
    public String id() {
        return program + "." + label + " " + kind.text() + (detail.isEmpty() ? "" : " " + detail);
    }

    /** The mutation of an {@link #id}. */
    public static Mutation parse(String id) {
        String[] words = id.split(" ", 3);
        int dot = words[0].indexOf('.');
        if (words.length < 2 || dot < 0) {
            throw new IllegalArgumentException("'" + id + "' is no mutation: PROGRAM.LABEL KIND DETAIL is wanted");
        }
        return new Mutation(
                words[0].substring(0, dot),
                words[0].substring(dot + 1),
                Kind.valueOf(words[1].toUpperCase(Locale.ROOT)),
                words.length < 3 ? "" : words[2]);
    }

    /** For people: {@code COPY_DIRTY: left out}. */
    public String text() {
        return label + ": " + kind.words + (detail.isEmpty() ? "" : " " + detail);
    }

    @Override
    public String toString() {
        return id();
    }
}
