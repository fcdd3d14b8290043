package io.mmcheck.conform;

import io.mmcheck.driver.DeviceResult;
import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.madvise.SplitAdvised;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.operation.Action;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Moved;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import io.mmcheck.scenario.Actions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one sequence of a log with huge pages of 2 MiB and shows what the recorder's debug file showed: maps, orders,
 * mapcounts, reference counts and page locks. Nodes, zones and the names of frames are left out. One process, one region.
 */
final class ThpReplay {
    private static final int PTES = 512;
    private static final Config CONFIG = new Config(1, 2 * PTES, PTES, 3 * PTES, 16, 1, 2, PTES, 4, false);

    /** Who locks a folio for the recorder and keeps it. */
    private static final ThreadId RECORDER = ThreadId.of(1);

    private final Kernel kernel;
    private Machine m = Machine.empty(CONFIG);
    private int pages;
    private boolean huge;
    private int locked = -1;

    ThpReplay(Kernel kernel) {
        this.kernel = kernel;
    }

    /** What an operation returns, as the recorder writes it. */
    String result(String line) {
        List<String> words = Arrays.asList(line.split(" "));
        String op = words.get(1);
        return switch (op) {
            case "mapthp" -> {
                huge = true;
                pages = PTES * number(words, 3);
                run("madvise-hugepage p0 0 " + pages);
                yield "0";
            }
            case "map" -> {
                pages = number(words, 4);
                yield "0";
            }
            case "fill" -> {
                for (int i = 0; i < number(words, 4); i++) {
                    run("store p0 " + (number(words, 3) + i) + " " + (number(words, 5) + i));
                }
                yield "ok";
            }
            case "write" -> {
                run("store p0 " + number(words, 3) + " " + number(words, 4));
                yield "ok";
            }
            case "read" -> String.valueOf(run("load p0 " + number(words, 3)));
            case "hmmto" -> toDevice(number(words, 3), number(words, 4));
            case "movepages" -> move(number(words, 3));
            case "splitthp" -> {
                split(number(words, 3));
                yield "0";
            }
            case "advise" -> String.valueOf(run(words.get(5) + " p0 " + number(words, 3) + " " + number(words, 4)));
            case "munmap" -> String.valueOf(run("munmap p0 " + number(words, 3) + " " + number(words, 4)));
            case "splice" -> {
                run("get-user p0 " + number(words, 3) + " 0");
                yield "8";
            }
            case "unsplice" -> {
                int value = m.page(m.holds().get(0).pfn()).data();
                run("unpin 0");
                yield String.valueOf(value);
            }
            case "lockfolio" -> {
                locked = m.head(((Pte.Present) m.leaf(0, number(words, 3))).pfn());
                m = Folio.lock(Folio.get(m, RECORDER, locked), RECORDER, locked);
                yield "0";
            }
            case "unlockfolio" -> {
                m = Folio.put(Folio.unlock(m, RECORDER, locked), RECORDER, locked);
                yield "0";
            }
            case "q" -> facts(number(words, 3));
            default -> throw new IllegalArgumentException(line);
        };
    }

    private static int number(List<String> words, int i) {
        return Integer.parseInt(words.get(i));
    }

    /** The driver reads back what has come to the device; it says ENOENT if a page has not. */
    private String toDevice(int from, int count) {
        return Objects.requireNonNull((DeviceResult) run("migrate-to-device p0 " + from + " " + count + " 0"))
                .toString();
    }

    /** move_pages() of one page to the other node: what it returns, and its status. */
    private String move(int va) {
        if (!(m.leaf(0, va) instanceof Pte.Present before)) {
            return "0 st ENOENT";
        }
        run("migrate-page p0 " + va);
        return m.leaf(0, va) instanceof Pte.Present after && after.pfn() != before.pfn() ? "0 st 1" : "1 st unset";
    }

    /** What a write to the debug file split_huge_pages does to the page of an address. */
    private void split(int va) {
        if (m.leaf(0, va) instanceof Pte.Present pte && m.page(pte.pfn()).isHuge()) {
            int head = m.head(pte.pfn());
            m = Folio.get(m, ThreadId.of(0), head);
            run(new Operation<Machine>() {
                @Override
                public String text() {
                    return "split " + head;
                }

                @Override
                public Start<Machine, SplitAdvised.Locals> start() {
                    return new Start<>(SplitAdvised.PROGRAM, SplitAdvised.Locals.of(head));
                }
            });
        }
    }

    private @Nullable Object run(String action) {
        Action parsed = Actions.parse(action);
        return run(parsed);
    }

    private @Nullable Object run(Operation<Machine> operation) {
        World<Machine> world = World.of(kernel, m, List.of(List.of(operation), List.of()));
        Object result = null;
        while (!world.finished()) {
            List<World<Machine>> next = world.step(0);
            if (next.isEmpty() || next.get(0).oops() != null) {
                throw new IllegalStateException(operation.text() + " ends in " + world.oops());
            }
            world = next.get(0);
            Moved<Machine> moved = world.moved();
            result = moved != null && moved.finished() != null ? moved.result() : result;
        }
        m = world.machine();
        return result;
    }

    private String facts(int va) {
        Pte pte = m.leaf(0, va);
        if (!(pte instanceof Pte.Present present)) {
            return "pte " + entry(pte);
        }
        Page folio = m.folio(present.pfn());
        return (m.pmd(0, va) instanceof Pmd.Huge ? "pmd huge" : "pte ") + bits(present) + " ord "
                + (folio.isHuge() ? 9 : 0) + " ref " + folio.refs() + " mc " + m.folioMapcount(present.pfn()) + " pmc "
                + m.page(present.pfn()).mapcount() + " lk " + (folio.isLocked() ? 1 : 0);
    }

    /** The region as the recorder shows it after each operation. */
    String region() {
        List<String> runs = new ArrayList<>();
        int from = 0;
        for (int va = 1; va <= pages; va++) {
            if (va == pages || !huge || !cell(va).equals(cell(from))) {
                String where = huge ? from + "-" + (va - 1) : String.valueOf(from);
                runs.add(where + ":" + cell(from));
                from = va;
            }
        }
        return String.join(" ", runs);
    }

    private String cell(int va) {
        Vma vma = m.mm(0).vma(va);
        if (vma == null) {
            return "unmapped";
        }
        Pte pte = m.leaf(0, va);
        if (!(pte instanceof Pte.Present present)) {
            return pte.isNone() ? "none" : entry(pte);
        }
        Page folio = m.folio(present.pfn());
        if (!huge) {
            return "m" + folio.mapcount() + "/ref" + folio.refs() + (folio.isLocked() ? "/l" : "");
        }
        return (m.pmd(0, va) instanceof Pmd.Huge ? "huge" : "") + bits(present) + "/o" + (folio.isHuge() ? 9 : 0) + "/m"
                + m.folioMapcount(present.pfn()) + "/pm" + m.page(present.pfn()).mapcount() + "/ref" + folio.refs()
                + (folio.isLocked() ? "/l" : "");
    }

    private static String bits(Pte.Present pte) {
        return (pte.writable() ? "W" : "r") + (pte.dirty() ? "d" : "") + (pte.young() ? "y" : "");
    }

    private static String entry(Pte pte) {
        if (pte instanceof Pte.DevicePrivate device) {
            return device.writable() ? "swp27" : "swp28";
        }
        return pte instanceof Pte.Swap ? "swp0" : pte.toString().toLowerCase(Locale.ROOT);
    }
}
