package io.mmcheck.scenario;

import io.mmcheck.machine.Config;
import io.mmcheck.program.NearMatches;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The sizes of a machine as {@code name=value}. */
final class ConfigText {
    private ConfigText() {}

    /** All of them, in the order of the record. */
    static List<String> words(Config c) {
        return List.of(
                "processes=" + c.processes(),
                "addresses=" + c.addresses(),
                "ptesPerTable=" + c.ptesPerTable(),
                "frames=" + c.frames(),
                "deviceFrames=" + c.deviceFrames(),
                "devices=" + c.devices(),
                "cpus=" + c.cpus(),
                "swapSlots=" + c.swapSlots(),
                "holds=" + c.holds(),
                "swapCacheKept=" + c.swapCacheKept(),
                "coherent=" + c.coherent(),
                "files=" + c.files(),
                "filePages=" + c.filePages());
    }

    /**
     * A configuration with some sizes changed.
     *
     * @throws IllegalArgumentException if there is no such size or it makes no sense
     */
    static Config with(Config usual, List<String> words) {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (String word : words(usual)) {
            names.add(word.substring(0, word.indexOf('=')));
            values.add(word.substring(word.indexOf('=') + 1));
        }
        for (String word : words) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            int at = names.indexOf(name);
            if (at < 0) {
                throw new IllegalArgumentException(NearMatches.message("size of the machine", name, names));
            }
            values.set(at, value(word, name, word.substring(equals + 1)));
        }
        return new Config(
                number(values, 0),
                number(values, 1),
                number(values, 2),
                number(values, 3),
                number(values, 4),
                number(values, 5),
                number(values, 6),
                number(values, 7),
                number(values, 8),
                Boolean.parseBoolean(values.get(9)),
                number(values, 10),
                number(values, 11),
                number(values, 12));
    }

    private static String value(String word, String name, String value) {
        boolean right = name.equals("swapCacheKept")
                ? Map.of("true", 1, "false", 1).containsKey(value)
                : value.matches("0|[1-9][0-9]{0,5}");
        if (!right) {
            throw new IllegalArgumentException("'" + word + "' does not read as " + name + "=<value>");
        }
        return value;
    }

    private static int number(List<String> values, int at) {
        return Integer.parseInt(values.get(at));
    }
}
