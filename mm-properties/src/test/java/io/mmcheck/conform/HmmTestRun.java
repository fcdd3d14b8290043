package io.mmcheck.conform;

import io.mmcheck.driver.DeviceResult;
import io.mmcheck.driver.FopsMmap;
import io.mmcheck.explore.Bounds;
import io.mmcheck.explore.Exhaustive;
import io.mmcheck.explore.Monitor;
import io.mmcheck.machine.CacheEntry;
import io.mmcheck.machine.DevicePte;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Table;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Moved;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import io.mmcheck.scenario.Actions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Carries out one of the {@link HmmTests} on a kernel of the model, and writes down what was asserted and what came out. */
final class HmmTestRun {
    private final Kernel kernel;
    private final List<String> asserted = new ArrayList<>();
    private final List<String> modelled = new ArrayList<>();
    private Machine machine;

    /**
     * What came out.
     *
     * @param asserted what the test asserts, as the model would write it
     * @param model what the model says
     * @param agrees whether every single assertion of every round holds
     */
    record Outcome(String asserted, String model, boolean agrees) {}

    private HmmTestRun(Kernel kernel, HmmTests.Variant variant) {
        this.kernel = kernel;
        Machine m = Machine.empty(variant.config());
        this.machine = m.withMm(0, m.mm(0).withVmas(Table.empty()));
    }

    static Outcome of(HmmTests.Body body, HmmTests.Variant variant, Kernel kernel) {
        HmmTestRun run = new HmmTestRun(kernel, variant);
        boolean agrees = true;
        for (String line : body.lines(variant)) {
            int arrow = line.indexOf(" => ");
            String operation = arrow < 0 ? line : line.substring(0, arrow);
            String result = run.run(operation);
            if (arrow >= 0) {
                String wanted = line.substring(arrow + 4);
                agrees &= wanted.equals(result);
                add(run.asserted, operation + ": " + wanted);
                add(run.modelled, operation + ": " + result);
            }
        }
        return new Outcome(String.join("; ", run.asserted), String.join("; ", run.modelled), agrees);
    }

    /** What the rounds of a test repeat is said once. */
    private static void add(List<String> said, String text) {
        if (!said.contains(text)) {
            said.add(text);
        }
    }

    private String run(String text) {
        String[] words = text.split(" ");
        return switch (words[0]) {
            case "race" -> race(text.substring("race ".length()).split("\\|"));
            case "pread" -> pread(Integer.parseInt(words[1]));
            case "check-exclusive" -> checkExclusive(words);
            case "fops-mmap" ->
                words(words[0], finish(mapDriver(process(words[1]), number(words[2]), number(words[3]))));
            default -> words(words[0], finish(Actions.parse(text)));
        };
    }

    private static int process(String word) {
        return number(word.substring(1));
    }

    private static int number(String word) {
        return Integer.parseInt(word);
    }

    private static Operation<Machine> mapDriver(int process, int from, int count) {
        return new Operation<>() {
            @Override
            public String text() {
                return "fops-mmap";
            }

            @Override
            public Start<Machine, FopsMmap.Locals> start() {
                return new Start<>(FopsMmap.PROGRAM, FopsMmap.Locals.of(process, from, count));
            }
        };
    }

    private @Nullable Object finish(Operation<Machine> operation) {
        World<Machine> world = World.of(kernel, machine, List.of(List.of(operation)));
        Object result = null;
        while (!world.finished()) {
            List<World<Machine>> next = world.step(0);
            if (next.isEmpty()) {
                throw new ModelStuckException(operation.text() + " waits for " + world.waitsFor(0));
            }
            world = next.get(0);
            if (world.oops() != null) {
                throw new ModelStuckException(operation.text() + ": " + world.oops());
            }
            Moved<Machine> moved = Objects.requireNonNull(world.moved());
            result = moved.finished() == null ? result : moved.result();
        }
        machine = world.machine();
        return result;
    }

    private static String words(String kind, @Nullable Object result) {
        if (result instanceof DeviceResult device) {
            return switch (kind) {
                case "device-snapshot" -> DeviceText.snapshot(device);
                case "device-store", "migrate-to-system", "evict-device" -> DeviceText.withoutData(device);
                default -> DeviceText.withData(device);
            };
        }
        return result == null ? "0" : result instanceof Errno errno ? errno.name() : String.valueOf(result);
    }

    /** pread(2): what the page cache has. */
    private String pread(int offset) {
        CacheEntry entry = machine.files().get(0).pages().get(offset);
        return entry.isPage() ? String.valueOf(machine.page(entry.pfn()).data()) : "0";
    }

    /** HMM_DMIRROR_CHECK_EXCLUSIVE: -EPERM if the device still has a page for itself. */
    private String checkExclusive(String[] words) {
        int from = number(words[2]);
        for (int va = from; va < from + number(words[3]); va++) {
            int row = machine.config().row(process(words[1]), va);
            DevicePte entry = machine.devices().get(number(words[4])).table().get(row);
            if (entry.atomic()) {
                return Errno.EPERM.name();
            }
        }
        return "0";
    }

    /** Every result that the first operation has while the other runs, whatever the schedule with up to two preemptions. */
    private String race(String[] threads) {
        Operation<Machine> first = Actions.parse(threads[0].trim());
        TreeSet<String> results = new TreeSet<>();
        Monitor<Machine> collector = new Monitor<>() {
            @Override
            public String id() {
                return "collector";
            }

            @Override
            public Object judge(Object state, World<Machine> before, World<Machine> after) {
                Moved<Machine> moved = after.moved();
                if (moved != null && moved.finished() != null && moved.thread() == 0) {
                    results.add(words("device-load", moved.result()));
                }
                return state;
            }
        };
        Machine two = Machine.empty(machine.config().withCpus(2));
        Machine start = new Machine(
                two.config(),
                machine.pages(),
                machine.mms(),
                machine.tables(),
                machine.anonVmas(),
                two.cpus(),
                machine.swap(),
                machine.devices(),
                machine.holds(),
                machine.files(),
                machine.charged(),
                0);
        Exhaustive.of(List.of(collector))
                .within(Bounds.ofPreemptions(2))
                .explore(World.of(kernel, start, List.of(List.of(first), List.of(Actions.parse(threads[1].trim())))));
        return String.join(" or ", results);
    }
}
