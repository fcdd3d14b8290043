package io.mmcheck.scenario;

import io.mmcheck.explore.Replay;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a counterexample file strictly: what {@link TraceWriter} would not have written is refused, with the line and what to do
 * about it. Carriage returns are forgiven, for version control adds them.
 */
final class TraceParser {
    private static final Pattern SEGMENT = Pattern.compile(
            "T([0-7]) x ([1-9][0-9]{0,8}) (\\S+\\.[^\\s.;]+)(?: \\.\\. ([^\\s;]+))?((?:; [1-9][0-9]{0,8}: [^;]+)*)");
    private static final Pattern CHOICE = Pattern.compile("; ([1-9][0-9]{0,8}): ([^;]+)");

    private final String file;
    private final List<String> lines;
    private int line;

    TraceParser(String file, String text) {
        this.file = file;
        String unix = text.replace("\r\n", "\n");
        this.lines = new ArrayList<>(Arrays.asList(unix.split("\n", -1)));
        if (lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
    }

    Trace parse() {
        version();
        String kernel = word("kernel");
        List<String> start = List.of(word("setup").split(" "));
        String setup = start.get(0);
        int setupLine = line;
        List<List<Operation<Machine>>> script = columns();
        Config config = config(setup, start.subList(1, start.size()), script.size(), setupLine);
        String condition = word("violates");
        int colon = condition.indexOf(": ");
        String property = colon < 0 ? condition : condition.substring(0, colon);
        if (!property.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw wrong("'" + property + "' is no id of a property, such as no-lost-write");
        }
        List<Replay.Segment> segments = new ArrayList<>();
        int loopFrom = segments(segments, script.size());
        long digest = digest();
        if (line < lines.size()) {
            line++;
            throw wrong("the file goes on after its digest: '" + lines.get(line - 1) + "'; remove what follows");
        }
        Trace trace = new Trace(
                kernel,
                setup,
                config,
                script,
                property,
                colon < 0 ? "" : condition.substring(colon + 2),
                new Replay(segments, digest),
                loopFrom < 0 ? 0 : segments.size() - loopFrom);
        checkCanonical(trace);
        return trace;
    }

    /** Two files that mean the same are the same, so that they can be compared and named by their bytes. */
    private void checkCanonical(Trace trace) {
        List<String> written = TraceWriter.text(trace).lines().toList();
        for (line = 1; line <= lines.size(); line++) {
            String expected = line <= written.size() ? written.get(line - 1) : "";
            if (!lines.get(line - 1).equals(expected)) {
                throw wrong("this line has to read '" + expected + "', not '" + lines.get(line - 1) + "'");
            }
        }
    }

    private void version() {
        String first = next();
        if (!first.equals(TraceWriter.FIRST_WORD + " " + TraceWriter.VERSION)) {
            throw wrong(
                    first.startsWith(TraceWriter.FIRST_WORD + " ")
                            ? "this version of mmcheck reads format " + TraceWriter.VERSION + ", not '" + first
                                    + "'; save the counterexample again with mvn mm:check -Dmm.save"
                            : "this is no counterexample: it does not begin with '" + TraceWriter.FIRST_WORD + " "
                                    + TraceWriter.VERSION + "'");
        }
    }

    private Config config(String setup, List<String> sizes, int threads, int setupLine) {
        try {
            Setups.recipe(setup);
            return ConfigText.with(Config.SEARCH.withCpus(threads), sizes);
        } catch (IllegalArgumentException e) {
            throw new MalformedTraceException(file, setupLine, String.valueOf(e.getMessage()));
        }
    }

    private List<List<Operation<Machine>>> columns() {
        List<List<Operation<Machine>>> script = new ArrayList<>();
        List<String> head = cells(next());
        for (int t = 0; t < head.size(); t++) {
            if (!head.get(t).equals("T" + t) || t > 7) {
                throw wrong("expected the names of the threads, ' T0 | T1 ;'");
            }
            script.add(new ArrayList<>());
        }
        while (line < lines.size() && lines.get(line).startsWith(" ")) {
            List<String> cells = cells(next());
            if (cells.size() != head.size()) {
                throw wrong("expected one cell for each of the " + head.size() + " threads, found " + cells.size());
            }
            for (int t = 0; t < cells.size(); t++) {
                if (!cells.get(t).isEmpty()) {
                    script.get(t).add(operation(cells.get(t)));
                }
            }
        }
        return script;
    }

    private Operation<Machine> operation(String text) {
        try {
            return Actions.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private List<String> cells(String row) {
        if (!row.startsWith(" ") || !row.endsWith(";")) {
            throw wrong("expected a row of operations, ' load p0 0 | store p0 0 1 ;', found '" + row + "'");
        }
        return Arrays.stream(row.substring(0, row.length() - 1).split("\\|", -1))
                .map(String::strip)
                .toList();
    }

    /** Reads segments up to the digest; returns the number of the first one of the loop, or -1. */
    private int segments(List<Replay.Segment> segments, int threads) {
        int loopFrom = -1;
        while (line < lines.size() && !lines.get(line).startsWith("digest")) {
            String text = next();
            if (text.equals("loop") && loopFrom < 0) {
                loopFrom = segments.size();
            } else {
                segments.add(segment(text, threads));
            }
        }
        return loopFrom;
    }

    private Replay.Segment segment(String text, int threads) {
        Matcher matcher = SEGMENT.matcher(text);
        if (!matcher.matches()) {
            throw wrong("expected a segment such as 'T1 x 17 program.FIRST .. LAST; 3: choice', found '" + text + "'");
        }
        int thread = Integer.parseInt(matcher.group(1));
        if (thread >= threads) {
            throw wrong("there is no T" + thread + ", only " + threads + " threads");
        }
        int length = Integer.parseInt(matcher.group(2));
        String first = matcher.group(3);
        String last = matcher.group(4) == null ? first : matcher.group(4);
        if (last.indexOf('.') < 0) {
            last = first.substring(0, first.lastIndexOf('.') + 1) + last;
        }
        List<Replay.Choice> choices = new ArrayList<>();
        Matcher choice = CHOICE.matcher(matcher.group(5));
        while (choice.find()) {
            choices.add(new Replay.Choice(Integer.parseInt(choice.group(1)), choice.group(2)));
        }
        return new Replay.Segment(thread, length, first, last, choices);
    }

    private long digest() {
        String digits = word("digest");
        if (!digits.matches("[0-9a-f]{16}")) {
            throw wrong("a digest has 16 hexadecimal digits, not '" + digits + "'; " + TORN);
        }
        return Long.parseUnsignedLong(digits, 16);
    }

    private static final String TORN =
            "the file is torn; take it from version control again, or find the bug again with"
                    + " mvn mm:check -Dmm.save";

    /** What follows a word at the start of the next line. */
    private String word(String name) {
        String text = next();
        if (!text.startsWith(name + " ") || text.length() == name.length() + 1) {
            throw wrong("expected '" + name + " ...', found '" + text + "'");
        }
        return text.substring(name.length() + 1);
    }

    private String next() {
        if (line >= lines.size()) {
            throw new MalformedTraceException(file, line, "the file ends before its digest: " + TORN);
        }
        return lines.get(line++);
    }

    private MalformedTraceException wrong(String what) {
        return new MalformedTraceException(file, line, what);
    }
}
