package io.mmcheck.maven;

import io.mmcheck.run.Answer;
import io.mmcheck.run.Ending;
import io.mmcheck.run.Message;
import io.mmcheck.run.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.ToolchainManager;
import org.jspecify.annotations.Nullable;

/** What all goals share: they may be skipped, and they run in a forked JVM. */
@SuppressWarnings("NullAway.Init") // Maven fills the parameters in
abstract class ForkedMojo extends AbstractMojo {
    @Inject
    private ToolchainManager toolchains;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
    private PluginDescriptor plugin;

    private @Nullable Progress progress;

    /** Skips this goal. */
    @Parameter(property = "mm.skip", defaultValue = "false")
    private boolean skip;

    /** Skips this goal together with the tests. */
    @Parameter(property = "skipTests", defaultValue = "false")
    private boolean skipTests;

    /** Skips this goal together with the tests and their compilation. */
    @Parameter(property = "maven.test.skip", defaultValue = "false")
    private boolean mavenTestSkip;

    /** Arguments of the forked JVM, such as {@code -Xmx4g}. */
    @Parameter(property = "mm.argLine")
    private @Nullable String argLine;

    /** How long the forked JVM may run, such as {@code 90s} or {@code 10m}; a plain number is seconds, 0 is for ever. */
    @Parameter(property = "mm.timeout", defaultValue = "10m")
    private String timeout;

    /** The JDK toolchain to run on, as requirements: {@code <jdkToolchain><version>17</version></jdkToolchain>}. */
    @Parameter
    private @Nullable Map<String, String> jdkToolchain;

    /** The same from the command line: the version alone. */
    @Parameter(property = "mm.jdkToolchain")
    private @Nullable String jdkToolchainVersion;

    /** How many processors the forked JVM may use; 0 is all of them. */
    @Parameter(property = "mm.threads", defaultValue = "0")
    private int threads;

    /**
     * Makes the forked JVM wait for a debugger on port 5005, without a timeout, if {@code true}; anything else but
     * {@code false} is taken as arguments of the JVM.
     */
    @Parameter(property = "mm.debug", defaultValue = "false")
    private String debug;

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip || skipTests || mavenTestSkip) {
            getLog().info("skipped (" + (skip ? "mm.skip" : skipTests ? "skipTests" : "maven.test.skip") + ")");
            return;
        }
        Unknown.warnings(plugin, session.getUserProperties().stringPropertyNames())
                .forEach(getLog()::warn);
        run();
    }

    abstract void run() throws MojoExecutionException, MojoFailureException;

    /** Of the module; where there is no project, the directory in which Maven was started. */
    final Path basedir() {
        return project.getFile() == null
                ? Path.of(session.getExecutionRootDirectory())
                : project.getBasedir().toPath();
    }

    final Path buildDirectory() {
        return project.getFile() == null
                ? basedir().resolve("target")
                : Path.of(project.getBuild().getDirectory());
    }

    /** A file as the forked JVM finds it: relative names are relative to the module. A word that is no file stays. */
    final @Nullable String atHome(@Nullable String file) {
        if (file == null) {
            return null;
        }
        Path path = basedir().resolve(file);
        return Files.exists(path) ? path.toString() : file;
    }

    /** The compiled tests of the module, where it has any. */
    final @Nullable String testClasses() {
        return project.getFile() == null ? null : project.getBuild().getTestOutputDirectory();
    }

    /** What a command line puts before the name of a goal of this plugin; a module is called by its own pom. */
    final String maven() {
        Path root = Path.of(session.getExecutionRootDirectory());
        String module =
                basedir().equals(root) || !basedir().startsWith(root) ? "" : "-f " + root.relativize(basedir()) + " ";
        String prefix =
                project.getPlugin(plugin.getPluginLookupKey()) == null ? plugin.getId() : plugin.getGoalPrefix();
        return "mvn " + module + prefix + ":";
    }

    /** Runs a job in the forked JVM: its lines go to the log, all other messages to the consumer. */
    final Ending fork(Request request, Consumer<Message> messages) throws MojoExecutionException {
        try {
            return fork(request, messages, false);
        } catch (BrokenForkException e) {
            throw new MojoExecutionException(e.getMessage(), e);
        }
    }

    /**
     * As {@link #fork(Request, Consumer)}, for those who go on when the forked JVM breaks off.
     *
     * @param silence whether {@code mm.timeout} is how long it may be silent, and not how long it may run
     */
    final Ending fork(Request request, Consumer<Message> messages, boolean silence)
            throws MojoExecutionException, BrokenForkException {
        if (threads < 0) {
            throw new MojoExecutionException(
                    "mm.threads is a number of processors, or 0 for all of them, not " + threads);
        }
        ClassPath classPath = ClassPath.of(project, plugin);
        String mix = classPath.platform();
        if (mix != null) {
            throw new MojoExecutionException(mix);
        }
        LastWords output = new LastWords(getLog());
        try {
            Jvm jvm = new Jvm(toolchains, session, jdkToolchain, jdkToolchainVersion);
            boolean debugging = !debug.equals("false");
            Duration limit = named("mm.timeout", () -> debugging ? Duration.ZERO : Durations.parse(timeout));
            Path arguments = jvm.argFile(
                    classPath,
                    named("mm.argLine", () -> Jvm.arguments(processors() + (argLine == null ? "" : argLine), debug)));
            try {
                Progress progress = progress();
                Fork fork = new Fork(jvm.command(arguments), limit, silence, line -> {
                    progress.clear();
                    output.line(line);
                });
                Ending ending = fork.run(request, message -> {
                    if (message.type().equals(Answer.PROGRESS)) {
                        progress.take(message);
                        return;
                    }
                    progress.clear();
                    if (message.type().equals(Answer.LINE)) {
                        log(message.text("level"), message.text("text"));
                    } else {
                        messages.accept(message);
                    }
                });
                progress.clear();
                if (ending.outcome() == Ending.Outcome.COULD_NOT_RUN) {
                    throw couldNotRun(ending.message());
                }
                return ending;
            } finally {
                Files.deleteIfExists(arguments);
            }
        } catch (BrokenForkException e) {
            output.repeat();
            throw e;
        } catch (IllegalArgumentException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new MojoExecutionException("the forked JVM could not be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MojoExecutionException("interrupted", e);
        }
    }

    /** An argument that makes no sense is told with its name. */
    static <T> T named(String parameter, Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(parameter + ": " + e.getMessage(), e);
        }
    }

    /** One for the goal, however many JVMs it forks. */
    final synchronized Progress progress() {
        if (progress == null) {
            boolean quiet = !getLog().isInfoEnabled();
            progress = new Progress(
                    Progress.terminal(session.getRequest().isInteractiveMode(), quiet),
                    line -> getLog().info(line),
                    System::nanoTime);
        }
        return progress;
    }

    /** Where the classes of the module stand. */
    final Sources sources() {
        List<Path> folders = new ArrayList<>();
        project.getTestCompileSourceRoots().forEach(root -> folders.add(Path.of(root)));
        project.getCompileSourceRoots().forEach(root -> folders.add(Path.of(root)));
        return new Sources(Path.of(session.getExecutionRootDirectory()), folders);
    }

    private String processors() {
        return threads > 0 ? "-XX:ActiveProcessorCount=" + threads + " " : "";
    }

    /** The first line is for the end of the build; the others, a stack trace perhaps, come before. */
    private MojoExecutionException couldNotRun(String message) {
        if (message.lines().count() > 1) {
            log("error", message);
        }
        return new MojoExecutionException(
                Untrusted.line(message.lines().findFirst().orElse("")));
    }

    /** Line by line: a log marks only the first one of several. */
    final void log(String level, String text) {
        text.lines().map(Untrusted::line).forEach(line -> {
            switch (level) {
                case "error" -> getLog().error(line);
                case "warn" -> getLog().warn(line);
                case "debug" -> getLog().debug(line);
                default -> getLog().info(line);
            }
        });
    }
}
