package io.mmcheck.maven;

import io.mmcheck.run.Forked;
import java.io.File;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;
import org.jspecify.annotations.Nullable;

/** Which JVM is forked, and with which arguments. */
final class Jvm {
    private static final String AGENT = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=localhost:5005";

    private final String executable;

    /** @throws IllegalArgumentException if no toolchain meets the requirements */
    Jvm(
            ToolchainManager manager,
            MavenSession session,
            @Nullable Map<String, String> requirements,
            @Nullable String version) {
        executable = executable(toolchain(manager, session, requirements, version));
    }

    private static @Nullable Toolchain toolchain(
            ToolchainManager manager,
            MavenSession session,
            @Nullable Map<String, String> requirements,
            @Nullable String version) {
        Map<String, String> wanted = version != null ? Map.of("version", version) : requirements;
        if (wanted == null || wanted.isEmpty()) {
            return manager.getToolchainFromBuildContext("jdk", session);
        }
        List<Toolchain> found = manager.getToolchains(session, "jdk", wanted);
        if (found.isEmpty()) {
            throw new IllegalArgumentException("no JDK in toolchains.xml meets " + wanted
                    + " (mm.jdkToolchain); declare one in ~/.m2/toolchains.xml, or name the file with mvn -t FILE");
        }
        return found.get(0);
    }

    private static String executable(@Nullable Toolchain toolchain) {
        String tool = toolchain == null ? null : toolchain.findTool("java");
        return tool != null
                ? tool
                : Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    List<String> command(Path argFile) {
        return List.of(executable, "@" + argFile);
    }

    /** Everything behind {@code java}, in a file of its own. */
    Path argFile(ClassPath classPath, List<String> options) throws IOException {
        List<String> arguments = new ArrayList<>(options);
        arguments.add("-classpath");
        arguments.add(String.join(File.pathSeparator, classPath.elements()));
        arguments.add(Forked.class.getName());
        Path file = Files.createTempFile("mm-fork", ".args");
        Charset charset = Charset.forName(
                System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));
        try {
            Files.writeString(
                    file, ArgFile.text(arguments), charset); // the launcher reads it in the encoding of the system
        } catch (CharacterCodingException e) {
            Files.delete(file);
            throw new IOException(
                    "a path on the class path cannot be written in " + charset + ", the encoding of this system", e);
        }
        return file;
    }

    /** Ours first, so that the user's win. Long searches want throughput and room for short-lived states. */
    static List<String> arguments(String argLine, String debug) {
        List<String> own = CommandLine.split(argLine);
        List<String> all = new ArrayList<>();
        if (own.stream().noneMatch(a -> a.startsWith("-XX:+Use") && a.endsWith("GC"))) {
            all.add("-XX:+UseParallelGC");
            if (own.stream().noneMatch(a -> a.startsWith("-Xmn") || a.contains("NewSize") || a.contains("NewRatio"))) {
                all.add("-XX:NewRatio=1");
            }
        }
        all.add("-Dfile.encoding=UTF-8");
        all.add("-Dstdout.encoding=UTF-8");
        all.add("-Djava.awt.headless=true");
        all.addAll(own);
        if (debug.equals("true")) {
            all.add(AGENT);
        } else if (!debug.equals("false")) {
            all.addAll(CommandLine.split(debug));
        }
        return all;
    }
}
