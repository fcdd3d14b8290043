package io.mmcheck.run;

import io.mmcheck.history.HistoricPatch;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Patch;
import io.mmcheck.report.Edits;
import io.mmcheck.suite.CheckResult;
import io.mmcheck.suite.Coverage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a check says of one kernel as a whole: its patches, the bounds, and what the runs passed through. */
public final class KernelData {
    /** The type of the message. */
    public static final String TYPE = "kernel";

    private KernelData() {}

    static Map<String, Object> of(CheckResult result, Kernel kernel) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("kernel", kernel.name());
        data.put("patches", kernel.patches().stream().map(KernelData::patch).toList());
        data.put("bounds", result.bounds());
        data.put("runs", result.runs());
        data.put("steps", result.steps());
        data.put("lockOrder", result.lockOrder());
        Coverage coverage = result.coverage();
        data.put("waits", coverage.waits());
        data.put("failures", coverage.choices());
        data.put("jumps", coverage.jumps());
        data.put("retries", coverage.retries());
        data.put("programs", programs(coverage, kernel));
        return data;
    }

    private static Map<String, Object> patch(Patch patch) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", patch.id());
        data.put("description", patch.description());
        data.put("finding", patch instanceof HistoricPatch historic && historic.finding());
        data.put("edits", Edits.texts(patch).toList());
        return data;
    }

    private static List<Object> programs(Coverage coverage, Kernel kernel) {
        List<Object> programs = new ArrayList<>();
        coverage.programs(kernel).forEach((name, table) -> {
            List<Object> labels = new ArrayList<>();
            table.forEach((label, hits) -> labels.add(List.of(label, hits)));
            programs.add(program(name, labels));
        });
        return programs;
    }

    private static Map<String, Object> program(String name, List<Object> labels) {
        Map<String, Object> program = new LinkedHashMap<>();
        program.put("program", name);
        program.put("labels", labels);
        return program;
    }
}
