package io.mmcheck.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines in columns, one for each CPU, as changelogs of the kernel show a race. A run of one CPU has no race to show: its
 * second column is what happens to the machine.
 */
final class Columns {
    private static final String HERE = "<-- here";
    private static final int GAP = 3;
    private static final int WIDEST = 52;

    private Columns() {}

    static List<String> of(List<Lane> lanes, int cpus) {
        return cpus <= 1 ? actAndEffect(lanes) : oneForEach(lanes, cpus);
    }

    private static List<String> actAndEffect(List<Lane> lanes) {
        int width = GAP
                + lanes.stream()
                        .filter(l -> !l.effect().isEmpty() || l.here())
                        .mapToInt(l -> l.act().length())
                        .max()
                        .orElse(20);
        List<String> lines = new ArrayList<>();
        lines.add(pad("CPU0", width) + "machine");
        for (Lane lane : lanes) {
            String effect = joined(lane.effect(), lane);
            lines.add(effect.isEmpty() ? lane.act() : pad(lane.act(), width) + effect);
        }
        return lines;
    }

    private static List<String> oneForEach(List<Lane> lanes, int cpus) {
        StringBuilder head = new StringBuilder();
        List<List<String>> cells = lanes.stream().map(Columns::cell).toList();
        int[] from = new int[cpus];
        for (int cpu = 0; cpu < cpus; cpu++) {
            from[cpu] = head.length();
            int width = 20;
            for (int i = 0; i < lanes.size(); i++) {
                for (String line : lanes.get(i).cpu() == cpu ? cells.get(i) : List.<String>of()) {
                    width = Math.max(width, line.length());
                }
            }
            head.append(pad("CPU" + cpu, width + GAP));
        }
        List<String> lines = new ArrayList<>();
        lines.add(head.toString().stripTrailing());
        for (int i = 0; i < lanes.size(); i++) {
            String before = " ".repeat(from[lanes.get(i).cpu()]);
            cells.get(i).forEach(line -> lines.add(before + line));
        }
        return lines;
    }

    /** One line, or two where one would leave no room for the other columns. */
    private static List<String> cell(Lane lane) {
        String effect = joined(lane.effect(), lane);
        if (effect.isEmpty()) {
            return List.of(lane.act());
        }
        String line = lane.act() + "   " + effect;
        return line.length() <= WIDEST ? List.of(line) : List.of(lane.act(), "      " + effect);
    }

    private static String joined(String effect, Lane lane) {
        return !lane.here() ? effect : effect.isEmpty() ? HERE : effect + "    " + HERE;
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(GAP, width - text.length()));
    }
}
