package io.mmcheck.mutate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How strong the properties are: what became of the mutants of each program.
 *
 * @param kernel its name
 * @param bounds of the searches, in words
 * @param programs by name
 * @param reasons why mutants may survive, by the id of the mutant
 */
public record Strength(String kernel, String bounds, List<Of> programs, Map<String, String> reasons) {
    /**
     * One program.
     *
     * @param mutants the ids of all its mutants
     * @param unreached the labels that no run comes by
     * @param verdicts those that there are so far, in the order of the mutants
     */
    public record Of(String program, List<String> mutants, List<String> unreached, List<Verdict> verdicts) {
        public Of {
            mutants = List.copyOf(mutants);
            unreached = List.copyOf(unreached);
            verdicts = List.copyOf(verdicts);
        }

        public long count(Verdict.Outcome outcome) {
            return verdicts.stream().filter(v -> v.outcome() == outcome).count();
        }

        Of only(Predicate<String> wanted) {
            return new Of(program, mutants.stream().filter(wanted).toList(), unreached, verdicts);
        }

        Of with(Map<String, Verdict> known) {
            return new Of(
                    program,
                    mutants,
                    unreached,
                    mutants.stream()
                            .filter(known::containsKey)
                            .map(id -> Objects.requireNonNull(known.get(id)))
                            .toList());
        }
    }

    public Strength {
        programs = List.copyOf(programs);
    }

    /** A sample: the first mutant, and then each that comes so many after one that is in it. */
    public Strength every(int nth) {
        Set<String> sample = new HashSet<>();
        List<String> all = mutants();
        for (int i = 0; i < all.size(); i += nth) {
            sample.add(all.get(i));
        }
        String words = nth == 1 ? bounds : bounds + "; one mutant of " + nth;
        return new Strength(
                kernel,
                words,
                programs.stream().map(of -> of.only(sample::contains)).toList(),
                reasons);
    }

    /** The same with the verdicts of a map, by the ids of the mutants. */
    public Strength with(Map<String, Verdict> verdicts) {
        return new Strength(
                kernel, bounds, programs.stream().map(of -> of.with(verdicts)).toList(), reasons);
    }

    public List<String> mutants() {
        return programs.stream().flatMap(of -> of.mutants().stream()).toList();
    }

    public long count(Verdict.Outcome outcome) {
        return programs.stream().mapToLong(of -> of.count(outcome)).sum();
    }

    /** All that there are, program by program. */
    public List<Verdict> verdicts() {
        return programs.stream().flatMap(of -> of.verdicts().stream()).toList();
    }

    /** One line when all is done. */
    public String summary() {
        long others = mutants().size() - judged() - count(Verdict.Outcome.EQUIVALENT);
        return String.format(
                Locale.ROOT,
                "%s on kernel %s: %d killed, %d survived, %d equivalent within the bounds%s; %s of those that differ"
                        + " are killed (%s)",
                mutants().size() == 1 ? "1 mutant" : mutants().size() + " mutants",
                kernel,
                count(Verdict.Outcome.KILLED),
                count(Verdict.Outcome.SURVIVED),
                count(Verdict.Outcome.EQUIVALENT),
                others == 0 ? "" : ", " + others + " without a verdict",
                judged() == 0 ? "none" : String.format(Locale.ROOT, "%.1f %%", killedPerCent()),
                bounds);
    }

    /** How many are known to be killed or to have survived: the others say nothing of the properties. */
    public long judged() {
        return count(Verdict.Outcome.KILLED) + count(Verdict.Outcome.SURVIVED);
    }

    public double killedPerCent() {
        return 100.0 * count(Verdict.Outcome.KILLED) / Math.max(1, judged());
    }

    /** Why a mutant may survive, or an empty text. */
    public String reason(Verdict verdict) {
        return verdict.outcome() == Verdict.Outcome.SURVIVED
                ? reasons.getOrDefault(verdict.mutation().id(), "")
                : "";
    }

    /** One line before the trials begin. */
    public String headline() {
        return mutants().size() + " mutants of " + programs.size() + (programs.size() == 1 ? " program" : " programs")
                + ", kernel " + kernel + ": " + bounds;
    }

    /** The reasons that come with the library. */
    public static Map<String, String> knownReasons() {
        try (InputStream in = Objects.requireNonNull(Strength.class.getResourceAsStream("survivors.txt"))) {
            return reasons(new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One reason on each line: {@code PROGRAM.LABEL KIND DETAIL = reason}; lines that start with # say nothing. */
    public static Map<String, String> reasons(String text) {
        Map<String, String> reasons = new LinkedHashMap<>();
        text.lines()
                .map(String::strip)
                .filter(l -> !l.isEmpty() && !l.startsWith("#"))
                .forEach(line -> {
                    int equals = line.indexOf(" = ");
                    if (equals < 0) {
                        throw new IllegalArgumentException("'" + line + "' is no reason: MUTANT = REASON is wanted");
                    }
                    reasons.put(
                            line.substring(0, equals).strip(),
                            line.substring(equals + 3).strip());
                });
        return reasons;
    }
}
