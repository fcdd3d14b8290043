package io.mmcheck.conform;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log line by line. It is strict: what does not follow the format is an error that names the file and the line, so
 * that a torn or edited log is never taken for agreement. Operations and kinds that it does not know are kept as data.
 */
public final class LogParser {
    private static final Pattern PROCESS = Pattern.compile("p(\\d{1,3})");
    private static final Pattern REGION = Pattern.compile("r\\d{1,3}");

    private final String file;
    private final List<String> header = new ArrayList<>();
    private final List<LoggedSequence> sequences = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private int line;

    // the sequence and the operation that are being read
    private @Nullable LoggedSequence sequence;
    private List<LoggedOperation> operations = new ArrayList<>();
    private @Nullable LoggedOperation operation;
    private @Nullable String result;
    private List<LoggedRegion> regions = new ArrayList<>();

    private LogParser(String file) {
        this.file = file;
    }

    /** Reads a log from a file; a name that ends in {@code .gz} is unpacked. */
    public static KernelLog parse(Path path) throws IOException {
        String name = path.getFileName().toString();
        try (InputStream in = Files.newInputStream(path);
                InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(in) : in) {
            return parse(name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name, plain);
        }
    }

    /** Reads a log; {@code name} is what errors and reports call it. */
    public static KernelLog parse(String name, InputStream in) throws IOException {
        LogParser parser = new LogParser(name);
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String text = reader.readLine(); text != null; text = reader.readLine()) {
            parser.line++;
            parser.take(text);
        }
        return parser.end();
    }

    private void take(String text) {
        if (sequence == null) {
            between(text);
        } else if (text.equals("end")) {
            finishOperation();
            sequences.add(new LoggedSequence(sequence.line(), sequence.id(), sequence.theme(), operations));
            sequence = null;
            operations = new ArrayList<>();
        } else if (text.startsWith("> ")) {
            finishOperation();
            operation = operation(text.substring(2));
        } else if (operation == null) {
            throw wrong("expected an operation ('> ...') or 'end', found '" + text + "'");
        } else if (text.startsWith("= ") || text.equals("=")) {
            if (result != null) {
                throw wrong("a second result");
            }
            result = text.substring(1).trim();
        } else if (result == null) {
            throw wrong("expected the result ('= ...') of " + operation.text() + ", found '" + text + "'");
        } else if (!isSystemWide(text)) {
            regions.add(region(text));
        }
    }

    private void between(String text) {
        if (text.startsWith("seq ")) {
            String[] words = text.substring(4).trim().split(" ", 2);
            if (words[0].isEmpty()) {
                throw wrong("a sequence without a name");
            }
            if (!ids.add(words[0])) {
                throw wrong("a second sequence " + words[0]);
            }
            sequence = new LoggedSequence(line, words[0], words.length > 1 ? words[1].trim() : "", List.of());
        } else if (sequences.isEmpty()) {
            header.add(text);
        } else if (!text.isBlank() && !text.startsWith("#")) {
            throw wrong("expected 'seq ...', found '" + text + "'");
        }
    }

    /** Counters of the whole system and of a memory cgroup; they tell nothing of a page. */
    private static boolean isSystemWide(String text) {
        return text.startsWith("~ ") || text.startsWith("m ") || text.matches("p\\d+ mem .*");
    }

    private LoggedOperation operation(String text) {
        String[] words = text.trim().split(" +", -1);
        if (words.length < 2) {
            throw wrong("expected a process and an operation, found '" + text + "'");
        }
        return new LoggedOperation(
                line, process(words[0]), words[1], List.of(words).subList(2, words.length), "", List.of());
    }

    private LoggedRegion region(String text) {
        String[] words = text.split(" ", -1);
        if (words.length < 3 || !REGION.matcher(words[1]).matches()) {
            throw wrong("expected what a region shows ('pN rK kind 0:CELL ...'), found '" + text + "'");
        }
        List<Cell> cells = new ArrayList<>();
        if (words[2].equals(CellParser.RUNS)) {
            runs(words, cells);
            return new LoggedRegion(line, process(words[0]), words[1], words[2], List.copyOf(cells));
        }
        boolean plain = CellParser.PLAIN_KINDS.contains(words[2]);
        for (int i = 3; i < words.length; i++) {
            cells.add(plain ? cell(words[i], i - 3) : new Cell.Other(words[i]));
        }
        return new LoggedRegion(line, process(words[0]), words[1], words[2], List.copyOf(cells));
    }

    private void runs(String[] words, List<Cell> cells) {
        for (int i = 3; i < words.length; i++) {
            try {
                CellParser.parseRun(words[i], cells);
            } catch (IllegalArgumentException e) {
                throw wrong(e.getMessage());
            }
        }
    }

    private Cell cell(String word, int index) {
        String prefix = index + ":";
        if (!word.startsWith(prefix)) {
            throw wrong("expected the cell of page " + index + ", found '" + word + "'");
        }
        try {
            return CellParser.parse(word.substring(prefix.length()));
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private int process(String word) {
        Matcher matcher = PROCESS.matcher(word);
        if (!matcher.matches()) {
            throw wrong("expected a process such as p0, found '" + word + "'");
        }
        return Integer.parseInt(matcher.group(1));
    }

    private void finishOperation() {
        LoggedOperation done = operation;
        if (done == null) {
            return;
        }
        String ended = result;
        if (ended == null) {
            throw wrong("no result of " + done.text() + " (line " + done.line() + ")");
        }
        operations.add(new LoggedOperation(done.line(), done.process(), done.name(), done.arguments(), ended, regions));
        operation = null;
        result = null;
        regions = new ArrayList<>();
    }

    private KernelLog end() {
        if (sequence != null) {
            throw wrong("the log ends inside sequence " + sequence.id());
        }
        if (sequences.isEmpty()) {
            throw wrong("no sequence ('seq ...') in this log");
        }
        return new KernelLog(file, header, sequences);
    }

    private MalformedLogException wrong(@Nullable String problem) {
        return new MalformedLogException(file, line, String.valueOf(problem));
    }
}
