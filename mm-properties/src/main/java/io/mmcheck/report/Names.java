package io.mmcheck.report;

import io.mmcheck.explore.Run;
import io.mmcheck.machine.Machine;
import io.mmcheck.operation.Action;
import io.mmcheck.operation.Parameter;
import io.mmcheck.program.Operation;
import java.util.HashSet;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** How a run is told: addresses are letters, and what there is only one of goes without its number. */
final class Names {
    private static final Pattern ADDRESS = Pattern.compile("\\bp(\\d{1,3}) (\\d{1,6})\\b");

    private final boolean processes;
    private final boolean devices;

    private Names(boolean processes, boolean devices) {
        this.processes = processes;
        this.devices = devices;
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
        return new Names(processes.size() > 1, devices.size() > 1);
    }

    /** {@code a}, or {@code p1:a} where several processes take part. */
    String address(int process, int va) {
        return processes ? "p" + process + ":" + letter(va) : letter(va);
    }

    /** {@code the device}, or {@code device 1} where several take part. */
    String device(int device) {
        return devices ? "device " + device : "device";
    }

    /** A text of the library, in which an address reads {@code p0 3}, with these names. */
    String told(String text) {
        return ADDRESS.matcher(text)
                .replaceAll(m -> address(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))));
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
