package io.mmcheck.mutate;

import io.mmcheck.explore.Monitor;
import io.mmcheck.explore.Wait;
import io.mmcheck.machine.Event;
import io.mmcheck.machine.Hash;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.SwapSlot;
import io.mmcheck.machine.event.DeviceLoaded;
import io.mmcheck.machine.event.DeviceStored;
import io.mmcheck.machine.event.Loaded;
import io.mmcheck.machine.event.Signal;
import io.mmcheck.machine.event.Stored;
import io.mmcheck.program.Moved;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What can be observed of every run of a search, as one set: who loaded and stored what, which signals came, what the operations
 * returned, in which order, and the whole machine whenever no operation is under way. Kernels with equal sets are the same
 * kernel within the bounds of the search. What a free page or a free swap slot still holds is not observed:
 * whoever takes it cannot see it either.
 */
final class Observations implements Monitor<Machine> {
    private final Set<Long> seen = new HashSet<>();
    private final @Nullable Set<Long> expected;
    private @Nullable String surprise;

    /**
     * @param expected what another search has seen, to be compared with at once; null to compare with nothing
     */
    Observations(@Nullable Set<Long> expected) {
        this.expected = expected;
    }

    @Override
    public String id() {
        return "observations";
    }

    /** Their fingerprints. */
    Set<Long> seen() {
        return seen;
    }

    /** The operations of the first run that shows something that was not expected; null if there is none. */
    @Nullable
    String surprise() {
        return surprise;
    }

    /** Whether exactly what was expected was seen. */
    boolean asExpected() {
        return seen.equals(expected);
    }

    private void see(long observation, World<Machine> world) {
        if (surprise == null && expected != null && !expected.contains(observation)) {
            surprise = text(world);
        }
        seen.add(observation);
    }

    private static String text(World<Machine> world) {
        return world.script().stream()
                .filter(operations -> !operations.isEmpty())
                .map(operations -> operations.stream().map(Operation::text).collect(Collectors.joining("; ")))
                .collect(Collectors.joining(" | "));
    }

    @Override
    public int looksAt() {
        return WORDS | ENDS | CRASHES;
    }

    @Override
    public Object start(World<Machine> world) {
        return 0L;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        long history = (Long) state;
        Moved<Machine> moved = after.moved();
        if (moved == null || surprise != null) {
            return state;
        }
        for (Event event : moved.events()) {
            if (isObservable(event)) {
                history = Hash.then(Hash.then(history, moved.thread()), Hash.ofText(event.toString()));
            }
        }
        if (moved.finished() != null) {
            history = Hash.then(
                    Hash.then(history, moved.thread()),
                    Hash.ofText(moved.finished().text()));
            history = Hash.then(history, Hash.ofText(String.valueOf(moved.result())));
        }
        if (after.oops() != null) {
            see(Hash.then(history, Hash.ofText(after.oops().toString())), after);
        }
        return history == (Long) state ? state : (Object) history;
    }

    private static boolean isObservable(Event event) {
        return event instanceof Loaded
                || event instanceof Stored
                || event instanceof DeviceLoaded
                || event instanceof DeviceStored
                || event instanceof Signal;
    }

    @Override
    public @Nullable String atEnd(Object state, World<Machine> world) {
        see(Hash.then((Long) state, visible(world.machine()).hash64()), world);
        return null;
    }

    /** Places have the hash of their names, so a thread that waits in the same place of another kernel looks the same. */
    @Override
    public @Nullable String whenStuck(Object state, World<Machine> world, List<Wait> waits) {
        see(Hash.then((Long) state, ~world.hash64()), world);
        return null;
    }

    private static Machine visible(Machine m) {
        Machine clean = m;
        for (int pfn = 0; pfn < m.pages().size(); pfn++) {
            Page page = m.page(pfn);
            if (page.isFree()) {
                clean = clean.withPage(pfn, Page.free(page.kind()));
            }
        }
        for (int slot = 0; slot < m.swap().size(); slot++) {
            if (m.swap().get(slot).isFree()) {
                clean = clean.withSwap(slot, SwapSlot.FREE);
            }
        }
        return clean;
    }
}
