package io.mmcheck.run;

import io.mmcheck.explore.Bounds;
import io.mmcheck.history.Kernels;
import io.mmcheck.mutate.Budget;
import io.mmcheck.mutate.Mutate;
import io.mmcheck.mutate.Mutation;
import io.mmcheck.mutate.Scope;
import io.mmcheck.mutate.Strength;
import io.mmcheck.mutate.Verdict;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.NearMatches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** mm:mutate, in two steps: which mutants there are, and the trial of some of them. */
final class MutateJob implements Job {
    @Override
    public Ending run(Request request, Answer answer) {
        Selected selected = Selected.of(request);
        if (selected.noMatch() != null) {
            return Ending.noMatch(selected.noMatch());
        }
        Kernel kernel = Kernels.parse(request.setting("kernel", "today"));
        Mutate mutate = Mutate.of(kernel, selected.chosen(), budget(request));
        return request.setting("step", Mutants.PLAN).equals(Mutants.PLAN)
                ? plan(request, answer, mutate)
                : judge(request, answer, mutate);
    }

    private static Budget budget(Request request) {
        Budget usual = Budget.USUAL;
        return new Budget(
                request.number("seed", usual.seed()),
                request.within("tries", usual.tries(), 1, Integer.MAX_VALUE),
                request.within("preemptions", usual.preemptions(), 0, Bounds.UNBOUNDED - 1),
                request.within("states", usual.states(), 1, Long.MAX_VALUE),
                Duration.ofMillis(request.number("time", usual.time().toMillis())));
    }

    private static Ending plan(Request request, Answer answer, Mutate mutate) {
        List<String> names = request.list("programs");
        if (names.isEmpty()) {
            return Ending.nothing("nothing is in scope: mm.mutate.programs names no program");
        }
        for (String pattern : names) {
            if (mutate.scope(List.of(pattern)).isEmpty()) {
                return pattern.equals(Scope.PATCHED)
                        ? Ending.nothing("nothing is in scope: no run comes by what patches of kernel "
                                + request.setting("kernel", "today") + " edit")
                        : Ending.noMatch(
                                "mm.mutate.programs: " + NearMatches.message("program", pattern, mutate.programs()));
            }
        }
        List<String> programs = mutate.scope(names);
        Strength plan = mutate.plan(programs, request.list("mutants"), reasons(request))
                .every(request.within("mutate.every", 1, 1, Integer.MAX_VALUE));
        if (plan.mutants().isEmpty()) {
            List<String> all = mutate.plan(programs, List.of(), Map.of()).mutants();
            return Ending.nothing(
                    all.isEmpty()
                            ? "nothing is in scope: the programs have no step that can be changed"
                            : "mm.mutate.mutants: no mutant of these programs has such a name; there are " + all.size()
                                    + ", such as " + all.get(0));
        }
        answer.send(Mutants.plan(plan));
        return Ending.done("");
    }

    /** Those of the library, and those of the file that the build names. */
    private static Map<String, String> reasons(Request request) {
        Map<String, String> reasons = new LinkedHashMap<>(Strength.knownReasons());
        String file = request.setting("reasons");
        if (file != null) {
            try {
                reasons.putAll(Strength.reasons(Files.readString(Path.of(file))));
            } catch (IOException e) {
                throw new CannotRunException("cannot read mm.mutate.reasons " + file + ": " + e.getMessage(), e);
            }
        }
        return reasons;
    }

    private static Ending judge(Request request, Answer answer, Mutate mutate) {
        List<Mutation> mutations =
                request.setting("ids", "").lines().map(Mutation::parse).toList();
        mutate.judge(mutations, new Mutate.Listener() {
            @Override
            public void tries(Mutation mutation) {
                answer.send(Message.of(Mutants.TRY).with("id", mutation.id()));
            }

            @Override
            public void judged(Verdict verdict) {
                answer.send(Mutants.message(verdict));
            }
        });
        return Ending.done("");
    }
}
