package demo;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/** A function of our own: looks at a folio with a reference of its own. */
final class TakesALook {
    enum At {
        GET_FOLIO,
        PUT_FOLIO
    }

    record Locals(int pfn) {}

    static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("takes_a_look")
            .at(At.GET_FOLIO, TakesALook::getFolio)
            .at(At.PUT_FOLIO, TakesALook::putFolio);

    private TakesALook() {}

    private static Next<Locals> getFolio(Machine m, ThreadId self, Locals l) {
        if (Boolean.getBoolean("demo.halt")) {
            Runtime.getRuntime().halt(137);
        }
        return Next.next(Folio.get(m, self, l.pfn()), l);
    }

    private static Next<Locals> putFolio(Machine m, ThreadId self, Locals l) {
        return Next.done(Folio.put(m, self, l.pfn()), null);
    }
}
