package io.mmcheck.maven;

import io.mmcheck.report.Verdict;
import java.util.List;

/**
 * What a run found out.
 *
 * @param goal {@code check} or {@code explore}
 * @param seed of random search; empty if there was none
 * @param tries how many runs random search was to make; 0 if there was none
 * @param java the feature version of the forked JVM
 * @param millis how long all of it took
 * @param timed whether reports say so: then equal runs write different bytes
 * @param verdicts in the order in which they came
 * @param kernels what is known of each kernel as a whole, as JSON
 * @param observations each try, as JSON, if that was asked for
 */
record Results(
        String goal,
        String seed,
        long tries,
        String java,
        long millis,
        boolean timed,
        List<Verdict> verdicts,
        List<String> kernels,
        List<String> observations) {
    Results {
        verdicts = List.copyOf(verdicts);
        kernels = List.copyOf(kernels);
        observations = List.copyOf(observations);
    }

    Results(String goal, String seed, long tries, String java, long millis, List<Verdict> verdicts) {
        this(goal, seed, tries, java, millis, false, verdicts, List.of(), List.of());
    }

    /** The same, for reports that say how long it took. */
    Results withTimes() {
        return new Results(goal, seed, tries, java, millis, true, verdicts, kernels, observations);
    }

    long failed() {
        return verdicts.stream().filter(Verdict::failed).count();
    }
}
