package io.mmcheck.report;

import io.mmcheck.explore.Run;
import io.mmcheck.machine.Event;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.PageTable;
import io.mmcheck.machine.event.DeviceLoaded;
import io.mmcheck.machine.event.Loaded;
import io.mmcheck.machine.event.MigrationFails;
import io.mmcheck.machine.event.Signal;
import io.mmcheck.machine.event.WaitsForMigration;
import io.mmcheck.program.Moved;
import io.mmcheck.program.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A run as one tells it: the operations, and of their steps those that change what the next reader finds. A function is named
 * where the story enters it, its labels where something happens.
 */
public final class Overview {
    private final Run<Machine> run;
    private final Names names;
    private final Marks marks;
    private final Set<String> marked = new HashSet<>();
    private final List<Lane> lanes = new ArrayList<>();
    private final List<Teller> tellers = new ArrayList<>();

    Overview(Run<Machine> run, Names names, Marks marks) {
        this.run = run;
        this.names = names;
        this.marks = marks;
        for (int thread = 0; thread < run.start().threads(); thread++) {
            tellers.add(new Teller(thread));
        }
    }

    /**
     * The lines of a run, in columns.
     *
     * @param loop the step from which on it repeats for ever; the number of its steps if it does not
     */
    public static List<String> of(Run<Machine> run, Marks marks, int loop) {
        Overview overview = new Overview(run, Names.of(run), marks);
        for (int i = 0; i < run.steps(); i++) {
            if (i == loop) {
                overview.lanes.add(new Lane(0, "-- from here on for ever --", "", false));
            }
            overview.tellers.get(run.moved(i).thread()).step(i);
        }
        overview.tellers.forEach(Teller::end);
        return Columns.of(overview.lanes, run.start().threads());
    }

    /** What was lost, with the names that the lines of the run use: addresses are letters there. */
    public static String told(Run<Machine> run, String lost) {
        return Names.of(run).told(lost);
    }

    /** What one thread has to tell. */
    private final class Teller {
        private final int thread;
        private String operation = "";
        private String inside = "";
        private String carried = "";
        private boolean open;
        private boolean busy;

        Teller(int thread) {
            this.thread = thread;
        }

        void step(int i) {
            Moved<Machine> moved = run.moved(i);
            Operation<Machine> started = moved.started();
            if (started != null) {
                operation = names.operation(started);
                inside = "";
                open = false;
                busy = true;
            }
            String missing = marks.missingBefore(run, i);
            if (missing != null && marked.add(missing)) {
                tell(moved.place().program().name(), "(no " + missing + ")", "", true);
            }
            String effect = joined(carried, String.join(", ", effects(i)));
            carried = "";
            if (moved.finished() != null) {
                finish(moved, effect);
            } else if (!open
                    && isAccess(moved)
                    && i + 1 < run.steps()
                    && run.moved(i + 1).thread() == thread) {
                carried = effect; // an access that nothing comes between is told in one line
            } else {
                boolean here = first(moved);
                if (!effect.isEmpty() || here) {
                    tell(moved.place().program().name(), moved.place().label().name(), effect, here);
                }
            }
            Object on = run.after(i).waitsFor(thread);
            if (on != null && (i + 1 == run.steps() || run.moved(i + 1).thread() != thread)) {
                open();
                lanes.add(new Lane(thread, "  waits for " + on, "", false));
            }
        }

        private void finish(Moved<Machine> moved, String effect) {
            boolean loaded = moved.events().stream().anyMatch(e -> e instanceof Loaded || e instanceof DeviceLoaded);
            String result = String.valueOf(moved.result());
            boolean silent = moved.result() == null || result.equals("0") && !loaded;
            boolean here = first(moved);
            if (!open || !silent) {
                lanes.add(new Lane(thread, (open ? " " : operation) + (silent ? "" : " -> " + result), effect, here));
            } else if (!effect.isEmpty() || here) {
                tell(moved.place().program().name(), moved.place().label().name(), effect, here);
            }
            busy = false;
        }

        /** A place that differs from today's is pointed out once. */
        private boolean first(Moved<Machine> moved) {
            return marks.changed(moved.place()) && marked.add(moved.place().toString());
        }

        private boolean isAccess(Moved<Machine> moved) {
            return operation.startsWith(moved.place().program().name() + " ");
        }

        /** An operation in which nothing was worth a line, and which is not over. */
        void end() {
            if (busy && !open) {
                lanes.add(new Lane(thread, operation, "", false));
            }
        }

        private void open() {
            if (!open) {
                open = true;
                lanes.add(new Lane(thread, operation, "", false));
            }
        }

        /** Beside another column there is no room for function and label in one line. */
        private void tell(String function, String label, String effect, boolean here) {
            open();
            boolean alone = run.start().threads() == 1;
            boolean entered = !function.equals(inside);
            inside = function;
            if (!alone && entered) {
                lanes.add(new Lane(thread, "  " + function, "", false));
            }
            String before = !alone ? "  " : entered ? function + " " : " ".repeat(function.length() + 1);
            lanes.add(new Lane(thread, "  " + before + label, effect, here));
        }
    }

    private static String joined(String first, String second) {
        return first.isEmpty() ? second : second.isEmpty() ? first : first + ", " + second;
    }

    /** What step {@code i} did, in few words. */
    List<String> effects(int i) {
        List<String> texts = new ArrayList<>();
        Moved<Machine> moved = run.moved(i);
        String choice = moved.choice();
        if (moved.alternative() != 0 && choice != null) {
            texts.add(choice);
        }
        for (Event event : moved.events()) {
            if (event instanceof MigrationFails || event instanceof Signal || event instanceof WaitsForMigration) {
                texts.add(event.toString());
            }
        }
        Machine before = run.before(i).machine();
        Machine after = run.after(i).machine();
        texts.addAll(Effects.of(names, before, after, pfn -> staysClean(i, pfn)));
        return texts;
    }

    /** Whether a page is clean still when this thread drops the page table lock under which step {@code i} is. */
    private boolean staysClean(int i, int pfn) {
        int thread = run.moved(i).thread();
        int j = i;
        while (j + 1 < run.steps() && holdsPtl(run.after(j).machine(), thread)) {
            j++;
        }
        return !run.after(j).machine().folio(pfn).dirty();
    }

    private static boolean holdsPtl(Machine machine, int thread) {
        for (Mm mm : machine.mms()) {
            if (mm.pmdLock() == thread) {
                return true;
            }
        }
        for (PageTable table : machine.tables()) {
            if (table.ptl() == thread) {
                return true;
            }
        }
        return false;
    }
}
