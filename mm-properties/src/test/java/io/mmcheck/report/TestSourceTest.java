package io.mmcheck.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The class that a report offers is compiled here and run. */
class TestSourceTest {
    @TempDir
    private Path folder;

    private Object compiled(String file, String trace) throws Exception {
        String name = TestSource.className(file);
        Path source = Files.writeString(folder.resolve(name + ".java"), TestSource.of(file, trace));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter problems = new StringWriter();
        boolean good = compiler.getTask(
                        problems,
                        null,
                        null,
                        List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none"),
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source))
                .call();
        assertThat(good).as(problems.toString()).isTrue();
        URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
        Constructor<?> made = loader.loadClass(name).getDeclaredConstructor();
        made.setAccessible(true);
        return made.newInstance();
    }

    private static String trace(Object test) throws Exception {
        Field field = test.getClass().getDeclaredField("TRACE");
        field.setAccessible(true);
        return (String) field.get(null);
    }

    @Test
    void itReplaysTheCounterexample() throws Exception {
        Lost lost = Lost.bit();
        Object test = compiled(lost.trace().fileName(), lost.trace().text());
        assertThat(trace(test)).isEqualTo(lost.trace().text());
        Method method = test.getClass().getDeclaredMethod("stillViolated");
        method.setAccessible(true);
        method.invoke(test);
    }

    @Test
    void noTraceBreaksOut() throws Exception {
        String hostile = "a \"\"\" \\ \\u0022; class X {} \u202E\u0000\t<script>\uD83D\uDE00 ends in spaces  \n\n  x\n";
        assertThat(trace(compiled("\"; } bad-<script>.mmtrace", hostile))).isEqualTo(hostile);
    }

    @Test
    void aNameIsAlwaysAName() {
        assertThat(TestSource.className("no-lost-write-4b9c.mmtrace")).isEqualTo("NoLostWrite4b9cTest");
        assertThat(TestSource.className("7-x.mmtrace")).isEqualTo("Trace7XTest");
        assertThat(TestSource.className("\u202E")).isEqualTo("TraceTest");
    }
}
