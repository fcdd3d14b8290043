package io.mmcheck.report;

import io.mmcheck.explore.Run;
import io.mmcheck.machine.Machine;
import io.mmcheck.operation.Action;
import io.mmcheck.operation.Parameter;
import io.mmcheck.program.Operation;
import io.mmcheck.scenario.Actions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a run is told: addresses are letters, what there is only one of goes without its number, and the zero page, which has a
 * number only because every page has one, is called by its name.
 */
final class Names {
    private static final Pattern ADDRESS = Pattern.compile("\\bp(\\d{1,3}) (\\d{1,6})\\b");
    private static final Pattern OPERATION = Pattern.compile("\\b[a-z]+(?:-[a-z]+)* p\\d{1,3}(?: p?\\d{1,6})*");

    private final boolean processes;
    private final boolean devices;
    private final Pattern zeroPage;

    private Names(boolean processes, boolean devices, int zeroPage) {
        this.processes = processes;
        this.devices = devices;
        this.zeroPage = Pattern.compile("(?<!\\bat )\\bpage " + zeroPage + "\\b");
    }

    /** Names for what happens in a run. */
    static Names of(Run<Machine> run) {
        Set<Integer> processes = new HashSet<>();
        Set<Integer> devices = new HashSet<>();
        for (int i = 0; i < run.steps(); i++) {
            for (int thread = 0; thread < run.start().threads(); thread++) {
                Operation<Machine> operation = run.before(i).operation(thread);
                if (operation instanceof Action action) {
                    for (int k = 0; k < action.arguments().size(); k++) {
                        Parameter role = action.kind().parameters().get(k);
                        Set<Integer> numbers = role == Parameter.PROCESS || role == Parameter.OTHER_PROCESS
                                ? processes
                                : role == Parameter.DEVICE ? devices : new HashSet<>();
                        numbers.add(action.arguments().get(k));
                    }
                }
            }
        }
        return new Names(
                processes.size() > 1, devices.size() > 1, run.start().machine().zeroPage());
    }

    /** {@code a}, or {@code p1:a} where several processes take part. */
    String address(int process, int va) {
        return processes ? "p" + process + ":" + letter(va) : letter(va);
    }

    /** {@code the device}, or {@code device 1} where several take part. */
    String device(int device) {
        return devices ? "device " + device : "device";
    }

    /** A text of the library, in which an address reads {@code p0 3} and an operation {@code load p0 3}, with these names. */
    String told(String text) {
        String operations = OPERATION.matcher(text).replaceAll(m -> Matcher.quoteReplacement(operation(m.group())));
        return page(ADDRESS.matcher(operations)
                .replaceAll(m -> address(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)))));
    }

    /** A text in which nothing but the zero page may still need its name. */
    String page(String text) {
        return zeroPage.matcher(text).replaceAll("zero page");
    }

    /** The operation that some words begin with, in these names, and what follows it; the words themselves if there is none. */
    private String operation(String words) {
        List<String> list = List.of(words.split(" "));
        int length = 1 + Actions.parameters(list.get(0));
        if (length == 0 || length > list.size()) {
            return words;
        }
        StringJoiner text = new StringJoiner(" ");
        try {
            text.add(operation(Actions.parse(String.join(" ", list.subList(0, length)))));
        } catch (IllegalArgumentException e) {
            return words; // it only looked like one
        }
        list.subList(length, list.size()).forEach(text::add);
        return text.toString();
    }

    private static String letter(int va) {
        return va < 26 ? String.valueOf((char) ('a' + va)) : "page" + va;
    }

    /** {@code store a = 2}: the operation as a person would write it. */
    String operation(Operation<Machine> operation) {
        if (!(operation instanceof Action action)) {
            return operation.text();
        }
        StringJoiner text = new StringJoiner(" ").add(action.kind().name());
        int process = 0;
        for (int i = 0; i < action.arguments().size(); i++) {
            int n = action.arguments().get(i);
            switch (action.kind().parameters().get(i)) {
                case PROCESS -> {
                    process = n;
                    if (processes && !action.kind().parameters().contains(Parameter.ADDRESS)) {
                        text.add("p" + n);
                    }
                }
                case OTHER_PROCESS -> text.add("p" + n);
                case ADDRESS -> text.add(address(process, n));
                case COUNT -> {
                    if (n != 1) {
                        text.add("+" + n);
                    }
                }
                case VALUE -> text.add("= " + n);
                case DEVICE -> {
                    if (devices) {
                        text.add(device(n));
                    }
                }
                default -> text.add(String.valueOf(n));
            }
        }
        return text.toString();
    }
}
