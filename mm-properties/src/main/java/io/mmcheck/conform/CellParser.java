package io.mmcheck.conform;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what an observation shows of one page. */
final class CellParser {
    /** Kinds whose regions are lists of cells of the plain form; the rows of any other kind are kept as text. */
    static final Set<String> PLAIN_KINDS =
            Set.of("anon", "shm", "huge", "hugeshm", "filepriv", "fileshared", "thp", "secret");

    private static final Pattern PRESENT =
            Pattern.compile("P(F?)(X?)(D?)/n(-?\\d+)/f(\\d+)/m(\\d+)/([ldLawAcbuHTRZK]*)((?:/[a-zA-Z0-9]+)*)");
    private static final Pattern SWAP_TYPE = Pattern.compile("S(F?)(X?)(D?)/type(\\d+)");
    private static final Pattern EMPTY = Pattern.compile("-(F?)(D?)");

    private CellParser() {}

    /**
     * The cell that a text stands for.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Cell parse(String text) {
        if (text.equals("unmapped")) {
            return Cell.UNMAPPED;
        }
        Matcher empty = EMPTY.matcher(text);
        if (empty.matches()) {
            return new Cell.Empty(is(empty, 1), is(empty, 2));
        }
        Matcher swap = SWAP_TYPE.matcher(text);
        if (swap.matches()) {
            return new Cell.SwapType(is(swap, 1), is(swap, 2), is(swap, 3), number(swap, 4));
        }
        Matcher present = PRESENT.matcher(text);
        if (present.matches()) {
            return new Cell.Present(
                    is(present, 1),
                    is(present, 2),
                    is(present, 3),
                    number(present, 4),
                    number(present, 5),
                    number(present, 6),
                    present.group(7),
                    present.group(8));
        }
        throw new IllegalArgumentException("'" + text + "' is no cell");
    }

    private static boolean is(Matcher matcher, int group) {
        return !matcher.group(group).isEmpty();
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
