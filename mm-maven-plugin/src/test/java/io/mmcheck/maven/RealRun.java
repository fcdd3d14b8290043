package io.mmcheck.maven;

import io.mmcheck.run.ConformData;
import io.mmcheck.run.Ending;
import io.mmcheck.run.Forked;
import io.mmcheck.run.Message;
import io.mmcheck.run.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.maven.plugin.logging.SystemStreamLog;

/** What the goals do, in a forked JVM and without Maven. */
final class RealRun {
    private RealRun() {}

    static Results judged(Request request) throws Exception {
        Commands commands = new Commands("mvn mm:", "target/mm-reports", List.of(request.goal()), null, false);
        Console console = new Console(new SystemStreamLog(), Expectation.parse("true"), commands);
        fork(request, console::take);
        return console.results(request.goal());
    }

    /** Writes what became of a log, as mm:conform does. */
    static void conformed(Path directory, Path log, String kernel) throws Exception {
        Request request = Request.of("conform")
                .with("log", log.toAbsolutePath().normalize().toString())
                .with("kernel", kernel);
        StringBuilder data = new StringBuilder();
        fork(request, message -> {
            if (message.type().equals(ConformData.TYPE)) {
                data.append(message.text("data"));
            }
        });
        Reports.writeJson(directory, "mm-conform-" + log.getFileName() + "-" + kernel, data.toString());
    }

    /** Writes what became of a few mutants, as mm:mutate does. */
    static void mutated(Path directory) throws Exception {
        Request request = Request.of("mutate")
                .with("kernel", "today")
                .with("programs", "migrate_vma_collect_pmd")
                .with("mutants", "*.COPY_DIRTY *")
                .with("tries", 100)
                .with("preemptions", 0)
                .with("states", 2_000);
        MutantForks work = new MutantForks(RealRun::forked, line -> {}, 1, MutantForks.Limits.NONE);
        work.run(request);
        Reports.writeJson(directory, "mm-mutate-today", MutationJson.of(work.strength()));
    }

    private static Ending forked(Request request, Consumer<Message> messages) throws BrokenForkException {
        try {
            return fork(request, messages);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Ending fork(Request request, Consumer<Message> messages)
            throws BrokenForkException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Forked.class.getName());
        return new Fork(command, Duration.ZERO, line -> {}).run(request, messages);
    }
}
