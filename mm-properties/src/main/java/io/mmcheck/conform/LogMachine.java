package io.mmcheck.conform;

import io.mmcheck.conform.Runner.Request;
import io.mmcheck.driver.DeviceResult;
import io.mmcheck.machine.AnonVma;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Hold;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Table;
import io.mmcheck.program.Kernel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The machine on which a sequence is replayed: large enough for it, with one process that maps nothing. It translates the
 * operations of the log into those of the model, and results of the model into the log's words.
 */
final class LogMachine {
    private static final int SLOTS_PER_PROCESS = 9;
    private static final int ANON_VMAS = 64;

    private final Layout layout;
    private final Runner runner;
    private final Observer observer = new Observer();
    private final Map<String, List<Integer>> slots = new HashMap<>();

    LogMachine(Kernel kernel, LoggedSequence sequence, SwapBackend swap) {
        layout = Layout.of(sequence);
        runner = new Runner(kernel, fresh(layout, swap));
    }

    private static Machine fresh(Layout layout, SwapBackend swap) {
        int pages = layout.processes() * layout.addresses();
        Machine m = Machine.empty(new Config(
                        layout.processes(),
                        layout.addresses(),
                        layout.ptesPerTable(),
                        2 * pages,
                        4 * pages,
                        2,
                        1,
                        2 * pages,
                        SLOTS_PER_PROCESS * layout.processes() * layout.largest(),
                        swap.keepsSwapCache())
                .withFiles(1, layout.addresses()));
        Machine roomy = new Machine(
                m.config(),
                m.pages(),
                m.mms(),
                m.tables(),
                Table.fill(ANON_VMAS, AnonVma.NONE),
                m.cpus(),
                m.swap(),
                m.devices(),
                m.holds(),
                m.files(),
                m.charged(),
                m.readers());
        return roomy.withMm(0, m.mm(0).withVmas(Table.empty()));
    }

    /** What the model shows of a page of a region. */
    Cell cell(int process, String region, int index) {
        Integer start = layout.starts().get(region);
        return start == null ? Cell.UNMAPPED : observer.cell(runner.machine(), process, start + index);
    }

    /** The same of a region of huge pages. */
    Cell part(int process, String region, int index) {
        Integer start = layout.starts().get(region);
        return start == null ? Cell.Part.without("unmapped") : observer.part(runner.machine(), process, start + index);
    }

    /** The processes that are alive and map something. */
    List<Integer> processes() {
        List<Integer> alive = new ArrayList<>();
        for (int p = 0; p < layout.processes(); p++) {
            if (runner.machine().mm(p).live() && !runner.machine().mm(p).vmas().isEmpty()) {
                alive.add(p);
            }
        }
        return alive;
    }

    /**
     * Carries out an operation and says what it returned, in the log's words.
     *
     * @throws OutsideModelException if the operation, or the kind of memory it maps, is outside of the model
     * @throws ModelStuckException if the model does not finish it
     */
    String run(LoggedOperation operation) {
        Request p = Request.of(operation.process());
        Words words = new Words(operation, layout);
        return switch (operation.name()) {
            case "map" -> map(words);
            case "mapthp" -> mapHuge(words);
            case "mapwin" -> number(runner.run("map", words.window()));
            case "fill" -> fill(words);
            case "check" -> check(words);
            case "read" -> number(runner.run("load", p.at(words.page(), 1)));
            case "write" -> ok(runner.run("store", p.at(words.page(), 1).value(words.value(2))));
            case "fork" -> number(runner.run("fork", p.child(words.process(0))));
            case "exit" -> exit(p);
            case "advise" -> number(runner.run(words.advice(), words.range()));
            case "mlock", "munlock", "munmap", "mincore" -> number(runner.run(operation.name(), words.range()));
            case "mprotect" -> number(runner.run(words.protection(), words.range()));
            case "clearsd" -> number(runner.run("clear-refs", p));
            case "pin" -> take(words, "pin " + words.value(3), "pin-fast", "0");
            case "unpin" -> release(operation.process(), "pin " + words.value(0), "unpin", "0");
            case "splice" -> take(words, "splice " + words.value(3), "get-fast", "8");
            case "unsplice" -> unsplice(operation.process(), "splice " + words.value(0));
            case "guppin" -> take(words, "gup", words.pinKind(), "0");
            case "gupread" -> held(operation.process(), "gup");
            case "unguppin" -> release(operation.process(), "gup", "unpin", "0");
            case "hmmto" -> DeviceText.withData(device(words, "migrate-to-device"));
            case "hmmback" -> DeviceText.withoutData(device(words, "migrate-to-system"));
            case "hmmread" -> DeviceText.withData(device(words, "device-load"));
            case "hmmwrite" -> DeviceText.withoutData(device(words, "device-store"));
            case "hmmexcl" -> DeviceText.withData(device(words, "device-exclusive"));
            case "hmmsnap" -> DeviceText.snapshot(device(words, "device-snapshot"));
            default -> throw new OutsideModelException("operation " + operation.name());
        };
    }

    /** The programs that the last operation has entered, in order. */
    List<String> entered() {
        return runner.entered();
    }

    private String map(Words words) {
        return switch (words.word(1)) {
            case "anon" -> number(runner.run("map", words.mapped()));
            case "shm", "fileshared" -> number(runner.run("map-shared", words.mapped()));
            case "filepriv" -> number(runner.run("map-file", words.mapped()));
            default -> throw new OutsideModelException("kind " + words.word(1));
        };
    }

    /** A region of huge pages asks for them at once. */
    private String mapHuge(Words words) {
        Request range = words.huge(layout.ptesPerTable());
        Object mapped = runner.run("map", range);
        return "0".equals(number(mapped)) ? number(runner.run("madvise-hugepage", range)) : number(mapped);
    }

    private String fill(Words words) {
        Request range = words.range();
        for (int i = 0; i < range.count(); i++) {
            Request page = range.at(range.va() + i, 1).value(words.value(3) + i);
            String stored = ok(runner.run("store", page));
            if (!stored.equals("ok")) {
                return stored;
            }
        }
        return "ok";
    }

    private String check(Words words) {
        Request range = words.range();
        int bad = 0;
        for (int i = 0; i < range.count(); i++) {
            String loaded = number(runner.run("load", range.at(range.va() + i, 1)));
            bad += loaded.equals(String.valueOf(words.value(3) + i)) ? 0 : 1;
        }
        return "bad " + bad;
    }

    private String exit(Request p) {
        // The files of a process are closed when it exits, and what they held goes with them.
        for (String slot : List.copyOf(slots.keySet())) {
            if (slot.startsWith("p" + p.process() + " ")) {
                release(p.process(), slot.substring(slot.indexOf(' ') + 1), "unpin", "0");
            }
        }
        return ok(runner.run("exit", p));
    }

    /** Takes references or pins page by page, as GUP does; none is left if one fails. */
    private String take(Words words, String slot, String kind, String success) {
        Request range = words.range();
        String name = "p" + range.process() + " " + slot;
        if (slots.containsKey(name)) {
            return "slotbusy";
        }
        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < range.count(); i++) {
            int hold = freeHold();
            Object result = runner.run(kind, range.at(range.va() + i, 1).slot(hold));
            if (runner.machine().holds().get(hold).isNone()) {
                drop(range.process(), taken, "unpin");
                return number(result);
            }
            taken.add(hold);
        }
        slots.put(name, taken);
        return success;
    }

    private int freeHold() {
        int hold = 0;
        while (!runner.machine().holds().get(hold).isNone()) {
            hold++;
        }
        return hold;
    }

    private String release(int process, String slot, String kind, String success) {
        List<Integer> taken = slots.remove("p" + process + " " + slot);
        if (taken == null) {
            return "noslot";
        }
        drop(process, taken, kind);
        return success;
    }

    private void drop(int process, List<Integer> taken, String kind) {
        for (int hold : taken) {
            runner.run(kind, Request.of(process).slot(hold));
        }
    }

    private String unsplice(int process, String slot) {
        String word = held(process, slot);
        release(process, slot, "unpin", "0");
        return word;
    }

    private String held(int process, String slot) {
        List<Integer> taken = slots.get("p" + process + " " + slot);
        if (taken == null) {
            return "noslot";
        }
        StringBuilder words = new StringBuilder();
        for (int hold : taken) {
            Hold held = runner.machine().holds().get(hold);
            words.append(words.isEmpty() ? "" : " ")
                    .append(runner.machine().page(held.pfn()).data());
        }
        return words.toString();
    }

    private DeviceResult device(Words words, String kind) {
        return (DeviceResult) Objects.requireNonNull(runner.run(kind, words.deviceRange()));
    }

    private static String ok(@Nullable Object result) {
        String number = number(result);
        return number.equals("0") ? "ok" : number;
    }

    private static String number(@Nullable Object result) {
        return result == null ? "0" : result instanceof Errno errno ? errno.name() : String.valueOf(result);
    }
}
