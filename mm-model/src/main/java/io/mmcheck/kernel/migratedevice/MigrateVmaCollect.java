package io.mmcheck.kernel.migratedevice;

import static io.mmcheck.kernel.migratedevice.MigrateVmaCollect.At.*;

import io.mmcheck.kernel.mmunotifier.MmuNotifier;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/migrate_device.c, migrate_vma_collect(): walk the page tables of the range between one invalidation's start and end. A none
 * pmd is a hole.
 */
public final class MigrateVmaCollect {
    public enum At {
        NOTIFIER_START,
        READ_PMD,
        COLLECTED_PMD,
        NOTIFIER_END
    }

    /**
     * What the walk remembers.
     *
     * @param args the request, filled up to npages
     * @param listeners the devices that hear of the invalidation
     */
    public record Locals(MigrateVma args, int listeners) {
        public static Locals of(MigrateVma args) {
            return new Locals(args, 0);
        }

        Locals with(MigrateVma now) {
            return new Locals(now, listeners);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("migrate_vma_collect")
            .at(NOTIFIER_START, MigrateVmaCollect::notifierStart)
            .at(READ_PMD, MigrateVmaCollect::readPmd)
            .atReturn(COLLECTED_PMD, MigrateVmaCollect::collectedPmd)
            .at(NOTIFIER_END, MigrateVmaCollect::notifierEnd);

    private MigrateVmaCollect() {}

    /** MMU_NOTIFY_MIGRATE: the migrating device keeps its own mappings, its driver drops them before it copies. */
    static Next<Locals> notifierStart(Machine m, ThreadId self, Locals l) {
        MigrateVma args = l.args;
        int listeners = MmuNotifier.listeners(m, args.process(), args.owner());
        if (MmuNotifier.isBusy(m, listeners)) {
            return Next.blocked(MmuNotifier.waitFor(listeners));
        }
        return Next.next(
                MmuNotifier.start(m, listeners, args.process(), args.start(), args.end()), new Locals(args, listeners));
    }

    /** The pmd is read without its lock: what it says may be old when the table is locked. */
    static Next<Locals> readPmd(Machine m, ThreadId self, Locals l) {
        MigrateVma args = l.args;
        int va = args.address(args.npages());
        if (va >= args.end()) {
            return Next.go(m, NOTIFIER_END, l);
        }
        int ptes = m.config().ptesPerTable();
        int to = Math.min(args.end(), (va / ptes + 1) * ptes);
        if (!m.pmd(args.process(), va).isNone()) {
            return Next.call(
                    m,
                    MigrateVmaCollectPmd.PROGRAM,
                    MigrateVmaCollectPmd.Locals.of(args, va, to),
                    COLLECTED_PMD,
                    new Locals(MigrateVma.NOTHING, l.listeners));
        }
        return Next.go(m, READ_PMD, l.with(hole(m, args, va, to)));
    }

    /** migrate_vma_collect_hole(): in anonymous memory a hole is something to migrate. */
    public static MigrateVma hole(Machine m, MigrateVma args, int from, int to) {
        Vma vma = m.mm(args.process()).vma(from);
        if (vma == null || !vma.isAnonymous()) {
            return skip(args, from, to);
        }
        MigrateVma filled = args;
        for (int i = from; i < to; i++) {
            filled = filled.plus(MigratePfn.HOLE, true);
        }
        return filled;
    }

    /** migrate_vma_collect_skip(). */
    public static MigrateVma skip(MigrateVma args, int from, int to) {
        MigrateVma filled = args;
        for (int i = from; i < to; i++) {
            filled = filled.plus(MigratePfn.NONE, false);
        }
        return filled;
    }

    /** Only anonymous memory may be populated. */
    static boolean hole(Machine m, int process, int va) {
        Vma vma = m.mm(process).vma(va);
        return vma == null || vma.isAnonymous();
    }

    static Next<Locals> collectedPmd(Machine m, ThreadId self, Locals l, MigrateVma args) {
        return Next.go(m, READ_PMD, l.with(args));
    }

    static Next<Locals> notifierEnd(Machine m, ThreadId self, Locals l) {
        MigrateVma args = l.args;
        return Next.done(MmuNotifier.end(m, l.listeners, args.process()), args.withEnd(args.start() + args.npages()));
    }
}
