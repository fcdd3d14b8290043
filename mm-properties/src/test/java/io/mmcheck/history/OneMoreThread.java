package io.mmcheck.history;

import io.mmcheck.explore.Alphabet;
import io.mmcheck.explore.Bounds;
import io.mmcheck.explore.Exhaustive;
import io.mmcheck.explore.Exploration;
import io.mmcheck.explore.Found;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.property.Properties;
import io.mmcheck.scenario.Actions;
import io.mmcheck.scenario.Setups;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lost dirty bit on two threads: its five operations are the fewest of one thread.
 *
 * @param shorter every list of three
 * @param longer every list of four, until one loses a write
 */
record OneMoreThread(Kernel kernel, Exploration<Machine> shorter, Exploration<Machine> longer) {
    static final String PROPERTY = "no-lost-write";
    static final String SETUP = "swapped";

    private static final Map<String, List<OneMoreThread>> MADE = new ConcurrentHashMap<>();

    static List<OneMoreThread> all() {
        return MADE.computeIfAbsent(
                SETUP,
                key -> List.of(
                        search(Kernel.TODAY.with(new DirtyBitNotCopied())),
                        search(Release.ALL.stream()
                                .filter(release -> release.name().equals("v5.19"))
                                .findFirst()
                                .orElseThrow()
                                .kernel())));
    }

    Found<Machine> found() {
        return Objects.requireNonNull(longer.found(PROPERTY));
    }

    private static OneMoreThread search(Kernel kernel) {
        return new OneMoreThread(kernel, search(kernel, 3), search(kernel, 4));
    }

    private static Exploration<Machine> search(Kernel kernel, int operations) {
        List<Operation<Machine>> kinds = List.of(
                Actions.parse("load p0 0"),
                Actions.parse("store p0 0 2"),
                Actions.parse("migrate-to-device p0 0 1 0"),
                Actions.parse("reclaim p0 0"));
        Machine machine = Setups.of(SETUP, Config.SEARCH).machine();
        return Exhaustive.of(List.of(Properties.named(PROPERTY)))
                .within(Bounds.ofPreemptions(2))
                .untilAllViolated()
                .explore(new Alphabet<>(kernel, machine, 2, kinds, operations, true));
    }
}
