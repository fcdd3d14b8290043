package io.mmcheck.mutate;

import io.mmcheck.explore.RandomWalk;
import io.mmcheck.explore.Run;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Frame;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Place;
import io.mmcheck.program.Program;
import io.mmcheck.program.World;
import io.mmcheck.property.Sometimes;
import io.mmcheck.scenario.Generator;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the runs of a check reach on the kernel without mutants: which programs and labels there are, what each does, and which
 * run comes by it. A run that does not come by a label is the same whatever is changed there; so a mutant needs only those that
 * do. Equal kernels, seeds and numbers of tries have equal profiles.
 */
final class Profile {
    private final TreeMap<String, Program<?, ?>> programs = new TreeMap<>();
    private final Map<Program<?, ?>, Map<Enum<?>, LabelProfile>> labels = new HashMap<>();
    private final Map<Sometimes, BitSet> seen = new LinkedHashMap<>();
    private final Kernel kernel;
    private final Generator generator;
    private final long seed;
    private final int tries;

    private Profile(Kernel kernel, Generator generator, long seed, int tries) {
        this.kernel = kernel;
        this.generator = generator;
        this.seed = seed;
        this.tries = tries;
    }

    /** Runs the first tries of a seed. */
    static Profile of(Kernel kernel, Generator generator, long seed, int tries, List<Sometimes> sometimes) {
        Profile profile = new Profile(kernel, generator, seed, tries);
        sometimes.forEach(s -> profile.seen.put(s, new BitSet()));
        RandomWalk<Machine> walk = RandomWalk.of(List.of());
        for (int number = 0; number < tries; number++) {
            profile.look(number, profile.run(kernel, walk, number));
        }
        return profile;
    }

    private void look(int number, Run<Machine> run) {
        for (int i = 0; i < run.steps(); i++) {
            World<Machine> before = run.before(i);
            for (int t = 0; t < before.threads(); t++) {
                Frame frame = before.frame(t);
                if (frame != null) {
                    look(number, before, t, frame, run.moved(i).thread() == t);
                }
            }
            for (Map.Entry<Sometimes, BitSet> each : seen.entrySet()) {
                if (!each.getValue().get(number) && each.getKey().happens(before, run.after(i))) {
                    each.getValue().set(number);
                }
            }
        }
    }

    private void look(int number, World<Machine> world, int thread, Frame frame, boolean steps) {
        LabelProfile label = label(frame.place());
        label.draws.set(number);
        if (steps || !label.blocks) {
            label.look(world.machine(), ThreadId.of(thread), frame);
        }
    }

    private LabelProfile label(Place place) {
        Map<Enum<?>, LabelProfile> known = labels.get(place.program());
        if (known == null) {
            known = new HashMap<>();
            labels.put(place.program(), known);
            programs.put(place.program().name(), place.program());
        }
        LabelProfile label = known.get(place.label());
        if (label == null) {
            List<Enum<?>> order = kernel.labels(place.program());
            int next = order.indexOf(place.label()) + 1;
            label = new LabelProfile(place, next < order.size() ? order.get(next) : null);
            known.put(place.label(), label);
        }
        return label;
    }

    /** The programs that some run comes by, by name. */
    Map<String, Program<?, ?>> programs() {
        return programs;
    }

    /** Whether a program is not one of this library. */
    boolean isForeign(Program<?, ?> program) {
        return program.labels().stream()
                .noneMatch(label -> label.getDeclaringClass().getName().startsWith("io.mmcheck."));
    }

    /** The labels of a program that some run comes by, in reading order. */
    List<LabelProfile> labels(Program<?, ?> program) {
        Map<Enum<?>, LabelProfile> known = labels.getOrDefault(program, Map.of());
        return kernel.labels(program).stream()
                .filter(known::containsKey)
                .map(known::get)
                .toList();
    }

    /** The labels that no run comes by. */
    List<String> unreached(Program<?, ?> program) {
        Map<Enum<?>, LabelProfile> known = labels.getOrDefault(program, Map.of());
        return kernel.labels(program).stream()
                .filter(label -> !known.containsKey(label))
                .map(Enum::name)
                .toList();
    }

    /** The label of this name. */
    LabelProfile label(String program, String label) {
        Program<?, ?> known = programs.get(program);
        if (known != null) {
            for (LabelProfile each : labels(known)) {
                if (each.name().equals(label)) {
                    return each;
                }
            }
        }
        throw new IllegalArgumentException("no run comes by " + program + "." + label);
    }

    /** Takes those mutants out that are another step somewhere in these runs: the others have the same runs. */
    void different(Map<Mutation, Mutant> same) {
        RandomWalk<Machine> walk = RandomWalk.of(List.of());
        BitSet wanted = new BitSet();
        same.values().forEach(mutant -> wanted.or(mutant.label().draws));
        Reached watch = new Reached(same);
        for (int number = wanted.nextSetBit(0); number >= 0; number = wanted.nextSetBit(number + 1)) {
            Run<Machine> run = run(kernel, walk, number);
            for (int i = 0; i < run.steps() && !same.isEmpty(); i++) {
                watch.compare(run.before(i), run.moved(i));
            }
        }
    }

    /** A run of the seed on some kernel, watched by what the walk watches. */
    Run<Machine> run(Kernel on, RandomWalk<Machine> walk, int number) {
        return generator.draw(on, walk, seed, number).walk().run();
    }

    int tries() {
        return tries;
    }

    /** The runs in which something happened that should happen sometimes. */
    Map<Sometimes, BitSet> seen() {
        return seen;
    }
}
