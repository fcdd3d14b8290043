package io.mmcheck.operation;

import io.mmcheck.machine.Machine;
import java.util.List;

/** A none pmd is overwritten with nonsense (a bit flip, a stray write). */
public record CorruptPmd(int process, int va) implements Action {
    public static final Kind KIND =
            Kind.of("corrupt-pmd", a -> new CorruptPmd(a.get(0), a.get(1)), Parameter.PROCESS, Parameter.ADDRESS);

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public List<Integer> arguments() {
        return List.of(process, va);
    }

    @Override
    public Start<Machine, io.mmcheck.hardware.CorruptPmd.Locals> start() {
        return new Start<>(
                io.mmcheck.hardware.CorruptPmd.PROGRAM, new io.mmcheck.hardware.CorruptPmd.Locals(process, va));
    }
}
