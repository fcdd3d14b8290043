package io.mmcheck.kernel.migratedevice;

import static io.mmcheck.kernel.migratedevice.MigrateVmaSetup.At.*;

import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;
import org.jspecify.annotations.Nullable;

/**
 * mm/migrate_device.c, migrate_vma_setup(): check the request, collect the pages, unmap them. The caller holds mmap_lock for
 * reading from here to finalize.
 */
public final class MigrateVmaSetup {
    public enum At {
        VALIDATE,
        COLLECTED,
        UNMAPPED
    }

    /** The request. */
    public record Locals(MigrateVma args) {}

    /**
     * What setup returns. Nothing that migrates is no error.
     *
     * @param error EINVAL, or null for 0
     * @param args the arrays
     */
    public record Result(@Nullable Errno error, MigrateVma args) {}

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("migrate_vma_setup")
            .at(VALIDATE, MigrateVmaSetup::validate)
            .atReturn(COLLECTED, MigrateVmaSetup::collected)
            .atReturn(UNMAPPED, MigrateVmaSetup::unmapped);

    private MigrateVmaSetup() {}

    static Next<Locals> validate(Machine m, ThreadId self, Locals l) {
        if (!isValid(m, l.args)) {
            return Next.done(m, new Result(Errno.EINVAL, l.args));
        }
        return Next.call(
                m,
                MigrateVmaCollect.PROGRAM,
                MigrateVmaCollect.Locals.of(l.args),
                COLLECTED,
                new Locals(MigrateVma.NOTHING));
    }

    /** In the order of the kernel; hugetlb and DAX VMAs are not modelled. */
    private static boolean isValid(Machine m, MigrateVma args) {
        Vma vma = m.mm(args.process()).vma(args.start());
        int pages = args.end() - args.start();
        if (vma == null || vma.special()) {
            return false;
        }
        if (pages <= 0) {
            return false;
        }
        if (args.end() <= vma.start() || args.end() > vma.end()) {
            return false;
        }
        if (args.src().size() < pages || args.dst().size() < pages) {
            return false;
        }
        return args.faultPage() < 0 || m.page(args.faultPage()).isDevicePrivate();
    }

    static Next<Locals> collected(Machine m, ThreadId self, Locals l, MigrateVma args) {
        if (args.cpages() == 0) {
            return Next.<Locals>done(m, new Result(null, args))
                    .saying(new MigrateVmaState(MigrateVmaState.Phase.SETUP, args));
        }
        return Next.call(m, MigrateDeviceUnmap.PROGRAM, MigrateDeviceUnmap.Locals.of(args), UNMAPPED, l);
    }

    static Next<Locals> unmapped(Machine m, ThreadId self, Locals l, MigrateVma args) {
        return Next.<Locals>done(m, new Result(null, args))
                .saying(new MigrateVmaState(MigrateVmaState.Phase.SETUP, args));
    }
}
