package io.mmcheck.run;

import io.mmcheck.suite.Counterexample;
import io.mmcheck.suite.Progress;

/** Tells of a check while it runs. */
record Told(Answer answer, Shows shows) implements Progress {
    @Override
    public void accept(Counterexample found) {
        answer.send(Verdicts.message(shows.early(found)));
    }

    @Override
    public void tried(long runs, long all, int violated) {
        answer.progress(shows.kernel().name(), runs, all, "runs", violated);
    }
}
