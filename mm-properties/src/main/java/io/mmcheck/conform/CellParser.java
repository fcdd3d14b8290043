package io.mmcheck.conform;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what an observation shows of one page. */
final class CellParser {
    /** Kinds whose regions are lists of cells of the plain form; the rows of any other kind are kept as text. */
    static final Set<String> PLAIN_KINDS =
            Set.of("anon", "shm", "huge", "hugeshm", "filepriv", "fileshared", "thp", "secret");

    /** The kind whose regions are runs of pages that look alike. */
    static final String RUNS = "thpb";

    private static final Pattern RUN = Pattern.compile("(\\d+)(?:-(\\d+))?:(.+)");
    private static final Pattern PART = Pattern.compile(
            "((?:huge)?[Wr]?d?y?)/o(\\d+)/n(\\d+)/z\\d+/hf(\\d+)/m(\\d+)/pm(\\d+)/ref\\d+/pin\\d+(?:/l)?");
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

    /**
     * The pages of a run, added to those before it. Only the first page of a run of small folios has its label told.
     *
     * @throws IllegalArgumentException if it is none, or does not follow the last
     */
    static void parseRun(String text, List<Cell> cells) {
        Matcher run = RUN.matcher(text);
        if (!run.matches() || number(run, 1) != cells.size()) {
            throw new IllegalArgumentException("'" + text + "' is no run from page " + cells.size() + " on");
        }
        int last = run.group(2) == null ? number(run, 1) : number(run, 2);
        Cell.Part part = part(run.group(3));
        for (int i = cells.size(); i <= last; i++) {
            boolean told = i == number(run, 1) || part.order() > 0;
            cells.add(
                    told
                            ? part
                            : new Cell.Part(part.map(), part.order(), part.node(), -1, part.mapcount(), part.own()));
        }
    }

    private static Cell.Part part(String text) {
        if (text.equals("none") || text.equals("unmapped") || text.matches("swp\\d+")) {
            return Cell.Part.without(text);
        }
        Matcher part = PART.matcher(text);
        if (!part.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no page of a region of huge pages");
        }
        return new Cell.Part(
                part.group(1), number(part, 2), number(part, 3), number(part, 4), number(part, 5), number(part, 6));
    }

    private static boolean is(Matcher matcher, int group) {
        return !matcher.group(group).isEmpty();
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
