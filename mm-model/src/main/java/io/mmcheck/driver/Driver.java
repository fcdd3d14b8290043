package io.mmcheck.driver;

import io.mmcheck.machine.Machine;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Patch;
import io.mmcheck.program.Program;
import java.util.ArrayList;
import java.util.List;

/**
 * A device driver of one's own: a patch that puts its way of copying and mapping in the place of ours. What it does not supply
 * stays as it is.
 *
 * <pre>{@code
 * public final class MyDriver implements Driver {
 *     public String id() { return "my-driver"; }
 *     public Program<Machine, MapSurvivors.Locals> mapSurvivors() {
 *         return Program.<Machine, MapSurvivors.Locals>named("my_map").at(MAP, MyDriver::map);
 *     }
 * }
 * }</pre>
 */
public interface Driver extends Patch {
    /** Allocate device pages, lock them, copy to them; returns the request with dst filled in. */
    default Program<Machine, AllocAndCopy.Locals> allocAndCopy() {
        return AllocAndCopy.PROGRAM;
    }

    /** The same on the way back to system memory. */
    default Program<Machine, FaultAllocAndCopy.Locals> faultAllocAndCopy() {
        return FaultAllocAndCopy.PROGRAM;
    }

    /** Map what has migrated in the device's page table. */
    default Program<Machine, MapSurvivors.Locals> mapSurvivors() {
        return MapSurvivors.PROGRAM;
    }

    @Override
    default List<Edit> edits() {
        List<Edit> edits = new ArrayList<>();
        if (allocAndCopy() != AllocAndCopy.PROGRAM) {
            edits.add(Edit.swap(AllocAndCopy.PROGRAM, allocAndCopy()));
        }
        if (faultAllocAndCopy() != FaultAllocAndCopy.PROGRAM) {
            edits.add(Edit.swap(FaultAllocAndCopy.PROGRAM, faultAllocAndCopy()));
        }
        if (mapSurvivors() != MapSurvivors.PROGRAM) {
            edits.add(Edit.swap(MapSurvivors.PROGRAM, mapSurvivors()));
        }
        return edits;
    }
}
