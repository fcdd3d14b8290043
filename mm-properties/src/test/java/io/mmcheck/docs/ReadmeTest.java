package io.mmcheck.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.mmcheck.driver.Driver;
import io.mmcheck.jqwik.Contracts;
import io.mmcheck.jqwik.MigrationContract;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Patch;
import io.mmcheck.property.Property;
import io.mmcheck.scenario.Scenario;
import io.mmcheck.suite.MmAssertions;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The examples of the README: each block is one file, they compile together as they stand, and they do what is said of them. */
class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("^(?:public final )?class (\\w+)", Pattern.MULTILINE);

    @TempDir
    private static Path folder;

    private static URLClassLoader loader;

    @BeforeAll
    static void compile() throws IOException {
        List<Path> sources = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(Path.of("..", "README.md")));
        while (block.find()) {
            Matcher name = NAME.matcher(block.group(1));
            assertThat(name.find())
                    .as("a block without a class: %s", block.group(1))
                    .isTrue();
            sources.add(Files.writeString(folder.resolve(name.group(1) + ".java"), block.group(1)));
        }
        assertThat(sources).hasSizeGreaterThanOrEqualTo(5);
        JavaCompiler javac = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "the tests want a JDK");
        StringWriter errors = new StringWriter();
        List<String> options =
                List.of("-proc:none", "-d", folder.toString(), "-classpath", System.getProperty("java.class.path"));
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
            boolean compiles = javac.getTask(
                            errors, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(compiles).as("%s", errors).isTrue();
        }
        loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, ReadmeTest.class.getClassLoader());
    }

    private static <T> T made(String name, Class<T> type) throws ReflectiveOperationException {
        return type.cast(loader.loadClass(name).getDeclaredConstructor().newInstance());
    }

    @Test
    void theProperty() throws ReflectiveOperationException {
        Property property = made("FreeUnlocked", Property.class);
        MmAssertions.assertThat(Kernel.TODAY).holds(property).within(check -> check.withTries(20));
    }

    @Test
    void thePatchAndTheDriver() throws ReflectiveOperationException {
        assertThat(Kernel.TODAY.with(made("ForgetDirty", Patch.class)).name()).isEqualTo("today+forget-dirty");
        assertThat(Kernel.TODAY.with(made("LazyDriver", Driver.class)).name()).isEqualTo("today+lazy-driver");
    }

    @Test
    void theContract() {
        List<MigrationContract> contracts = Contracts.in(folder, loader);
        assertThat(contracts).hasSize(1);
        assertThat(Contracts.kernel(contracts.get(0)).name()).isEqualTo("today+lazy-driver");
    }

    @Test
    void theTests() throws ReflectiveOperationException {
        Class<?> own = loader.loadClass("OwnTest");
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(own, "today"), selectMethod(own, "forgetful"), anyRun(own))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        assertThat(summary.getFailures())
                .extracting(f -> f.getException().toString())
                .isEmpty();
        assertThat(summary.getTestsSucceededCount()).isEqualTo(3);
    }

    private static DiscoverySelector anyRun(Class<?> own) throws ReflectiveOperationException {
        return selectMethod(own, own.getDeclaredMethod("anyRun", Scenario.class));
    }
}
