package io.mmcheck.history;

import io.mmcheck.explore.Case;
import io.mmcheck.explore.Exhaustive;
import io.mmcheck.explore.Exploration;
import io.mmcheck.explore.Monitor;
import io.mmcheck.kernel.migratedevice.MigratePfn;
import io.mmcheck.kernel.migratedevice.MigrateVma;
import io.mmcheck.kernel.migratedevice.MigrateVmaCollect;
import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.kernel.migratedevice.MigrateVmaState;
import io.mmcheck.machine.Event;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pmd;
import io.mmcheck.program.Frame;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the forms of collect's walk over pmds make of a range: the one up to 6.4, which tests the pmd and then takes it for a page
 * table ({@link PmdTransUnstable}), and those since, whose pte_offset_map_lock() can fail. Every run of a device migration beside
 * another thread is followed, whatever the schedule and the environment.
 */
final class PmdWalk {
    /** One form of the walk, as a kernel. */
    record Form(String name, Kernel kernel) {}

    static final Form BEFORE =
            new Form("up to 6.4", Kernel.TODAY.with(new PmdTransUnstable(), new UnstableCheckBeforeCharge()));
    static final Form RECORDED = new Form("6.5 to 6.12", Kernel.TODAY.with(new PmdMigrationSpin()));
    static final Form SINCE = new Form("`today`", Kernel.TODAY);

    static final String MIGRATION = "migrate-to-device p0 0 2 0";

    /** From each setup, what the other thread does. */
    static final Map<String, List<String>> OTHERS = new TreeMap<>(Map.of(
            "thp",
                    List.of(
                            "dontneed p0 0 2",
                            "dontneed p0 0 2; store p0 0 2",
                            "dontneed p0 0 1",
                            "store p0 0 2",
                            "get-user p0 0 0",
                            "reclaim p0 0",
                            "migrate-page p0 0"),
            "huge-zero",
                    List.of(
                            "dontneed p0 0 2",
                            "dontneed p0 0 2; store p0 0 2",
                            "dontneed p0 0 2; load p0 0",
                            "store p0 0 2"),
            "bad-pmd", List.of("", "store p0 0 2", "dontneed p0 0 2", "madvise-hugepage p0 0 2; store p0 0 2"),
            "empty",
                    List.of(
                            "madvise-hugepage p0 0 2; store p0 0 2",
                            "madvise-hugepage p0 0 2; load p0 0",
                            "corrupt-pmd p0 0")));

    /**
     * One walk.
     *
     * @param first what the pmd was at the looks before, none twice in a row
     * @param wanted what it was when collect wanted its page table for the first time; empty if it never did
     * @param made what came of it
     */
    record Walk(String first, String wanted, String made) {}

    /**
     * What all runs of one race come to.
     *
     * @param walks what collect saw and made of it
     * @param migrated the entries of src after migrate_vma_pages()
     * @param ends those, whether the pmd is bad, and what is mapped in the end
     */
    record Answer(Set<Walk> walks, Set<String> migrated, Set<String> ends, Exploration<Machine> seen) {}

    private PmdWalk() {}

    static Case<Machine> race(String setup, String other) {
        return FlushForms.scenario(setup, other.isEmpty() ? MIGRATION : MIGRATION + " | " + other);
    }

    static Answer answer(Form form, Case<Machine> race) {
        Recorder recorder = new Recorder();
        Exploration<Machine> seen = Exhaustive.of(List.of(recorder)).explore(race.world(form.kernel()));
        return new Answer(recorder.walks, recorder.migrated, recorder.ends, seen);
    }

    /** Watches the first thread. Its state: what the walk has seen so far, later what has migrated. */
    private static final class Recorder implements Monitor<Machine> {
        private static final String WANTED = " | ";
        private static final String PTES = " ptes";

        private final Set<Walk> walks = new LinkedHashSet<>();
        private final Set<String> migrated = new TreeSet<>();
        private final Set<String> ends = new TreeSet<>();

        @Override
        public String id() {
            return "walks";
        }

        @Override
        public Object start(World<Machine> world) {
            return "";
        }

        @Override
        public Object judge(Object state, World<Machine> before, World<Machine> after) {
            Frame frame = before.frame(0);
            if (Objects.requireNonNull(after.moved()).thread() != 0 || frame == null) {
                return state;
            }
            String text = (String) state;
            if (frame.locals() instanceof MigrateVmaCollect.Locals l
                    && frame.place().label() == MigrateVmaCollect.At.NOTIFIER_END) {
                walks.add(walk(text, entries(l.args())));
                return "";
            }
            for (Event event : Objects.requireNonNull(after.moved()).events()) {
                if (event instanceof MigrateVmaState s && s.phase() == MigrateVmaState.Phase.PAGES) {
                    return entries(s.args());
                }
            }
            return looked(text, frame.place().label(), pmd(before.machine()));
        }

        /** The labels at which a form reads the pmd; the rest leaves the text as it is. */
        private static String looked(String text, Enum<?> label, String pmd) {
            if (label == MigrateVmaCollect.At.READ_PMD) {
                return text.isEmpty() ? pmd : text;
            } else if (label == MigrateVmaCollectPmd.At.READ_PMD || label == MigrateVmaCollectPmd.At.LOCK_PMD) {
                return then(text, pmd);
            } else if (label == MigrateVmaCollectPmd.At.MAP_PTE) {
                return wants(text, pmd);
            } else if (label == PmdTransUnstable.At.TEST_UNSTABLE) {
                return pmd.equals("table") ? text : wants(text, pmd);
            } else if (label == MigrateVmaCollectPmd.At.PUT_SPLIT) {
                return pmd.equals("none") ? wants(text, pmd) : text;
            } else if (label == MigrateVmaCollectPmd.At.READ_PTE) {
                return text.endsWith(PTES) ? text : wants(text, pmd) + PTES;
            }
            return text;
        }

        private static String then(String text, String pmd) {
            return text.isEmpty() ? pmd : text.endsWith(pmd) ? text : text + ", " + pmd;
        }

        private static String wants(String text, String pmd) {
            return text.contains(WANTED) ? then(text, pmd) : text + WANTED + pmd;
        }

        private static Walk walk(String text, String entries) {
            String made = text.endsWith(PTES) ? "pte by pte" : entries.contains("hole") ? "holes" : "left out";
            String seen = text.replace(PTES, "");
            int wanted = seen.indexOf(WANTED);
            if (wanted < 0) {
                return new Walk(seen, "", made);
            }
            String then = seen.substring(wanted + WANTED.length());
            int again = then.indexOf(", ");
            return new Walk(
                    seen.substring(0, wanted),
                    again < 0 ? then : then.substring(0, again),
                    again < 0 ? made : "looks again: " + then.substring(again + 2) + ", " + made);
        }

        @Override
        public @Nullable String atEnd(Object state, World<Machine> world) {
            String entries = ((String) state).isEmpty() ? "nothing" : (String) state;
            migrated.add(entries);
            ends.add(entries + " " + pmd(world.machine()).equals("bad") + " " + PfnLocked.memory(world.machine()));
            return null;
        }
    }

    private static String entries(MigrateVma args) {
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < args.npages(); i++) {
            MigratePfn src = args.src(i);
            entries.add(!src.migrate() ? "stays" : src.valid() ? "page" : "hole");
        }
        return entries.stream().allMatch("stays"::equals) ? "nothing" : String.join(" ", entries);
    }

    static String pmd(Machine m) {
        Pmd pmd = m.pmd(0, 0);
        return pmd.isNone()
                ? "none"
                : pmd.isTable()
                        ? "table"
                        : pmd instanceof Pmd.Huge
                                ? "huge page"
                                : pmd instanceof Pmd.HugeZero
                                        ? "huge zero page"
                                        : pmd instanceof Pmd.Migration ? "migration entry" : "bad";
    }
}
