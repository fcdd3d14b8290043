package io.mmcheck.scenario;

import io.mmcheck.operation.Action;
import io.mmcheck.operation.Kind;
import io.mmcheck.operation.Operations;
import io.mmcheck.operation.Parameter;
import io.mmcheck.program.NearMatches;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Operations from their text: the inverse of {@link Action#text}. */
public final class Actions {
    private static final TreeMap<String, Kind> KINDS = new TreeMap<>();

    static {
        Operations.ALL.forEach(kind -> KINDS.put(kind.name(), kind));
    }

    private Actions() {}

    public static boolean knows(String kind) {
        return KINDS.containsKey(kind);
    }

    /** How many parameters the kind of this name has, or -1 if there is none. */
    public static int parameters(String name) {
        Kind kind = KINDS.get(name);
        return kind == null ? -1 : kind.parameters().size();
    }

    /**
     * The operation with this text.
     *
     * @throws IllegalArgumentException if there is none; the message says what is wrong and what was meant
     */
    public static Action parse(String text) {
        List<String> words = Arrays.asList(text.strip().split(" +"));
        Kind kind = KINDS.get(words.get(0));
        if (kind == null) {
            throw new IllegalArgumentException(NearMatches.message("operation", words.get(0), KINDS.keySet()));
        }
        if (words.size() - 1 != kind.parameters().size()) {
            throw new IllegalArgumentException("'" + text.strip() + "' does not read as: " + usage(kind));
        }
        List<Integer> arguments = new ArrayList<>();
        for (int i = 1; i < words.size(); i++) {
            arguments.add(number(words.get(i), kind, kind.parameters().get(i - 1)));
        }
        return kind.make(arguments);
    }

    private static int number(String word, Kind kind, Parameter parameter) {
        String prefix = isProcess(parameter) ? "p" : "";
        String digits = word.startsWith(prefix) ? word.substring(prefix.length()) : "";
        if (!digits.matches("0|[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException("'" + word + "' is no " + name(parameter) + " of: " + usage(kind));
        }
        return Integer.parseInt(digits);
    }

    /** {@code store p<process> <address> <value>}. */
    public static String usage(Kind kind) {
        return kind.name()
                + kind.parameters().stream()
                        .map(p -> (isProcess(p) ? " p<" : " <") + name(p) + ">")
                        .collect(Collectors.joining());
    }

    private static String name(Parameter parameter) {
        return switch (parameter) {
            case PROCESS -> "process";
            case OTHER_PROCESS -> "other process";
            case ADDRESS -> "address";
            case COUNT -> "count";
            case VALUE -> "value";
            case SLOT -> "slot";
            case DEVICE -> "device";
        };
    }

    private static boolean isProcess(Parameter parameter) {
        return parameter == Parameter.PROCESS || parameter == Parameter.OTHER_PROCESS;
    }
}
