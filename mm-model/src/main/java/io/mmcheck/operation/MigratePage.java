package io.mmcheck.operation;

import io.mmcheck.kernel.migrate.MigratePages;
import io.mmcheck.machine.Machine;
import java.util.List;

/** move_pages(2) of one page, huge or small, to a node where it is not: it gets other frames. */
public record MigratePage(int process, int va) implements Action {
    public static final Kind KIND =
            Kind.of("migrate-page", a -> new MigratePage(a.get(0), a.get(1)), Parameter.PROCESS, Parameter.ADDRESS);

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public List<Integer> arguments() {
        return List.of(process, va);
    }

    @Override
    public Start<Machine, MigratePages.Locals> start() {
        return new Start<>(MigratePages.PROGRAM, MigratePages.Locals.of(process, va));
    }
}
