package io.mmcheck.maven;

import io.mmcheck.mutate.Mutation;
import io.mmcheck.mutate.Strength;
import io.mmcheck.mutate.Verdict;
import io.mmcheck.run.Answer;
import io.mmcheck.run.Ending;
import io.mmcheck.run.Message;
import io.mmcheck.run.Mutants;
import io.mmcheck.run.Request;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.maven.plugin.MojoExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Tries mutants in several JVMs side by side. When one breaks off, the mutant that it was trying is reported as crashed or timed
 * out, and another JVM goes on with the others.
 */
final class MutantForks {
    private static final int SMALLEST = 5;
    private static final int LARGEST = 60;
    private static final int BATCHES_A_FORK = 3;

    /** So many JVMs of one worker break off before they have a verdict: then it is no mutant's fault. */
    private static final int HOPELESS = 3;

    /** What a mutant has that may take as long as it likes. */
    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final Starter starter;
    private final Consumer<String> log;
    private final Consumer<Message> progress;
    private final int side;
    private final ArrayDeque<List<String>> todo = new ArrayDeque<>();
    private final Map<String, Verdict> verdicts = new LinkedHashMap<>();
    private final Limits limits;
    private final long began = System.nanoTime();
    private @Nullable Strength planned;
    private int all;

    /** Starts a JVM, runs a job to its end and hands over its messages. */
    interface Starter {
        Ending run(Request request, Consumer<Message> messages) throws MojoExecutionException, BrokenForkException;
    }

    /**
     * How long it may take; zero is for ever.
     *
     * @param each one mutant
     * @param all all of them
     */
    record Limits(Duration each, Duration all) {
        static final Limits NONE = new Limits(Duration.ZERO, Duration.ZERO);
    }

    /** All the time is used up. */
    private static final class Overdue extends RuntimeException {
        private static final long serialVersionUID = 1;

        Overdue() {
            super(null, null, false, false);
        }
    }

    MutantForks(Starter starter, Consumer<String> log, int side, Limits limits) {
        this(starter, log, message -> {}, side, limits);
    }

    /** {@code progress} is told how far it is, as {@link Answer#progress} has it. */
    MutantForks(Starter starter, Consumer<String> log, Consumer<Message> progress, int side, Limits limits) {
        this.starter = starter;
        this.log = log;
        this.progress = progress;
        this.side = side;
        this.limits = limits;
    }

    /** What is left of the time for all; never more than the time for one. */
    private Duration left() {
        Duration one = limits.each.isZero() ? FOR_EVER : limits.each;
        if (limits.all.isZero()) {
            return one;
        }
        Duration left = limits.all.minusNanos(System.nanoTime() - began);
        return left.compareTo(one) < 0 ? left : one;
    }

    private boolean isOverdue() {
        return left().isNegative() || left().isZero();
    }

    /** An error if the limits leave nothing to judge by. */
    void complain() throws MojoExecutionException {
        Strength strength = strength();
        if (strength.judged() > 0 || strength.count(Verdict.Outcome.EQUIVALENT) > 0) {
            return;
        }
        if (strength.count(Verdict.Outcome.NOT_TRIED) > 0) {
            throw new MojoExecutionException("mm.mutate.budget is too small: " + seconds(limits.all)
                    + " were over before one of " + all + " mutants was judged");
        }
        if (strength.count(Verdict.Outcome.TIMED_OUT) > 0) {
            throw new MojoExecutionException("mm.mutate.time is too small: none of " + all
                    + " mutants was judged within " + seconds(limits.each));
        }
    }

    private static String seconds(Duration span) {
        return Durations.seconds(span.toMillis());
    }

    /** The plan first, in a JVM of its own, then the trials. */
    Ending run(Request request) throws MojoExecutionException {
        Ending plan;
        try {
            plan = starter.run(request.with("step", Mutants.PLAN), message -> {
                if (message.type().equals(Mutants.PLAN)) {
                    planned = Mutants.planned(message);
                }
            });
        } catch (BrokenForkException e) {
            throw new MojoExecutionException(e.getMessage(), e);
        }
        if (plan.outcome() != Ending.Outcome.DONE) {
            return plan;
        }
        List<String> ids = strength().mutants();
        all = ids.size();
        log.accept(strength().headline());
        int batch = Math.max(SMALLEST, Math.min(LARGEST, all / (side * BATCHES_A_FORK) + 1));
        for (int i = 0; i < all; i += batch) {
            todo.add(ids.subList(i, Math.min(all, i + batch)));
        }
        work(request);
        for (String id : ids) {
            if (!verdicts.containsKey(id)) {
                verdicts.put(
                        id,
                        new Verdict(
                                Mutation.parse(id),
                                Verdict.Outcome.NOT_TRIED,
                                "",
                                seconds(limits.all) + " for all were over (mm.mutate.budget)"));
            }
        }
        return plan;
    }

    private void work(Request request) throws MojoExecutionException {
        ExecutorService workers = Executors.newFixedThreadPool(side);
        List<Future<?>> running = new ArrayList<>();
        try {
            for (int i = 0; i < side; i++) {
                running.add(workers.submit(() -> {
                    for (List<String> next = take(); !next.isEmpty(); next = take()) {
                        tryAll(request, next);
                    }
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MojoExecutionException("interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof MojoExecutionException known
                    ? known
                    : new MojoExecutionException(String.valueOf(e.getCause()), e);
        } finally {
            workers.shutdownNow();
        }
    }

    private synchronized List<String> take() {
        List<String> next = todo.poll();
        return next == null ? List.of() : next;
    }

    private void tryAll(Request request, List<String> batch) throws MojoExecutionException {
        List<String> left = new ArrayList<>(batch);
        int broken = 0;
        while (!left.isEmpty() && !isOverdue()) {
            String[] trying = new String[1];
            int before = left.size();
            Request some = request.with("step", Mutants.TRY)
                    .with("ids", String.join("\n", left))
                    .with("time", left().toMillis());
            try {
                Ending ending = starter.run(some, message -> {
                    if (isOverdue()) {
                        throw new Overdue();
                    }
                    if (message.type().equals(Mutants.TRY)) {
                        trying[0] = message.text("id");
                    } else if (message.type().equals(Mutants.VERDICT)) {
                        Verdict verdict = Mutants.verdict(message);
                        left.remove(verdict.mutation().id());
                        heard(verdict);
                    }
                });
                if (ending.outcome() == Ending.Outcome.DONE && left.isEmpty()) {
                    return;
                }
                throw new MojoExecutionException("the forked JVM left out " + left + ": " + ending.message());
            } catch (Overdue e) {
                return;
            } catch (BrokenForkException e) {
                String culprit = trying[0];
                broken = left.size() < before || e.timedOut() ? 0 : broken + 1;
                if (culprit == null || broken == HOPELESS || !left.remove(culprit)) {
                    throw new MojoExecutionException(e.getMessage(), e);
                }
                heard(new Verdict(
                        Mutation.parse(culprit),
                        e.timedOut() ? Verdict.Outcome.TIMED_OUT : Verdict.Outcome.CRASHED,
                        "",
                        Untrusted.line(String.valueOf(e.getMessage()))));
            }
        }
    }

    private synchronized void heard(Verdict verdict) {
        verdicts.put(verdict.mutation().id(), verdict);
        boolean open = verdict.outcome() != Verdict.Outcome.KILLED && verdict.outcome() != Verdict.Outcome.EQUIVALENT;
        if (open) {
            log.accept(
                    "  " + verdict.outcome().text() + "  " + verdict.mutation().id());
        }
        Answer answer = progress::accept;
        answer.progress(strength().kernel(), verdicts.size(), all, "mutants", -1);
    }

    /** The plan, with the verdicts that there are. */
    synchronized Strength strength() {
        if (planned == null) {
            throw new IllegalStateException("there is no plan");
        }
        return planned.with(verdicts);
    }
}
