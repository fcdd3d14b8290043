package io.mmcheck.run;

import java.util.Map;
import java.util.TreeMap;

/** Which job a goal names. */
final class Jobs {
    private static final Map<String, Job> ALL = new TreeMap<>(Map.of(
            "list", new ListJob(),
            "check", new CheckJob(),
            "replay", new ReplayJob(),
            "explore", new ExploreJob(),
            "conform", new ConformJob(),
            "mutate", new MutateJob()));

    private Jobs() {}

    static Job named(String goal) {
        Job job = ALL.get(goal);
        if (job == null) {
            throw new CannotRunException(
                    "this version of mm-properties knows no goal " + goal + ", only " + ALL.keySet());
        }
        return job;
    }
}
