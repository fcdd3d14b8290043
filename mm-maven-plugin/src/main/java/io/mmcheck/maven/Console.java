package io.mmcheck.maven;

import io.mmcheck.report.Shown;
import io.mmcheck.report.Verdict;
import io.mmcheck.run.Answer;
import io.mmcheck.run.Ending;
import io.mmcheck.run.KernelData;
import io.mmcheck.run.Message;
import io.mmcheck.run.Verdicts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.logging.Log;

/**
 * Prints what a check finds out, as it comes in, and keeps it. A violation comes twice: as soon as it is found, and at the end
 * with the counts of the whole run; it is shown once. With -q only violations are left.
 */
final class Console {
    private final Log log;
    private final Expectation expectation;
    private final Commands commands;
    private final long started = System.nanoTime();
    private final Map<List<String>, Verdict> verdicts = new LinkedHashMap<>();
    private final List<String> kernels = new ArrayList<>();
    private final List<String> observations = new ArrayList<>();
    private Message plan = Message.of("plan");
    private String bounds = "";

    Console(Log log, Expectation expectation, Commands commands) {
        this.log = log;
        this.expectation = expectation;
        this.commands = commands;
    }

    void take(Message message) {
        if (message.type().equals("plan")) {
            plan = message;
            log.info(Untrusted.line(message.text("text")));
        } else if (message.type().equals(KernelData.TYPE)) {
            kernels.add(message.text("data"));
        } else if (message.type().equals(Answer.OBSERVATION)) {
            observations.add(message.text("data"));
        } else if (message.type().equals(Verdicts.TYPE)) {
            Verdict verdict = Verdicts.of(message);
            Verdict earlier = verdicts.put(List.of(verdict.kernel(), verdict.property()), verdict);
            if (earlier == null) {
                print(verdict);
            }
        }
    }

    private void print(Verdict verdict) {
        Shown shown = verdict.shown();
        List<String> lines = new ArrayList<>();
        if (shown == null) {
            bounds(verdict);
            lines.add(Layout.lineWithTime(verdict));
        } else {
            lines.addAll(Layout.violated(verdict, shown));
            lines.addAll(commands.after(verdict, shown));
        }
        boolean bad = verdict.failed() && !expectation.expects(verdict.property());
        lines.stream().map(Untrusted::line).forEach(bad ? log::error : log::info);
    }

    /** Once for all properties that have the same. */
    private void bounds(Verdict verdict) {
        String now = "  on " + verdict.kernel() + ", within " + verdict.bounds();
        if (!now.equals(bounds)) {
            bounds = now;
            log.info(Untrusted.line(now));
        }
    }

    Results results(String goal) {
        return new Results(
                goal,
                plan.text("seed", ""),
                Long.parseLong(plan.text("tries", "0")),
                plan.text("java", ""),
                (System.nanoTime() - started) / 1_000_000,
                false,
                List.copyOf(verdicts.values()),
                kernels,
                observations);
    }

    /** A job that ends as it should has said of each property what became of it. */
    void checkComplete(Results results, Ending ending) throws MojoExecutionException {
        int expected = Integer.parseInt(plan.text("verdicts", "0"));
        boolean judged = ending.outcome() == Ending.Outcome.DONE || ending.outcome() == Ending.Outcome.VIOLATED;
        if (judged && results.verdicts().size() != expected) {
            throw new MojoExecutionException(
                    "of " + Layout.count(expected, "verdict", "verdicts") + " the forked JVM sent "
                            + results.verdicts().size()
                            + ": mm-properties on the test class path is not the one that belongs to"
                            + " this plugin, or something on it interferes");
        }
    }

    void summary(Results results) {
        if (!results.verdicts().isEmpty()) {
            log.info(Layout.summary(results) + ", " + Durations.seconds(results.millis()));
        }
    }
}
