package io.mmcheck.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArgFileTest {
    /** Prints its arguments, one a line. */
    public static final class Echo {
        public static void main(String[] args) {
            for (String arg : args) {
                System.out.println("<" + arg + ">");
            }
        }
    }

    @Test
    void theLauncherReadsBackWhatWasWritten(@TempDir Path folder) throws Exception {
        List<String> hostile = List.of(
                "plain",
                "two words",
                "tab\tinside",
                "C:\\Program Files\\x.jar",
                "a \"quote\"",
                "it's",
                "#no comment",
                "@nofile",
                "ends with backslash\\",
                "$HOME `id` %PATH%",
                "*");
        String classes = Path.of(Echo.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        List<String> arguments = new java.util.ArrayList<>(List.of("-classpath", classes, Echo.class.getName()));
        arguments.addAll(hostile);
        Path file = Files.writeString(folder.resolve("all args"), ArgFile.text(arguments), StandardCharsets.US_ASCII);

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@" + file)
                .redirectErrorStream(true)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .lines()
                .toList();

        assertThat(lines)
                .containsExactlyElementsOf(
                        hostile.stream().map(a -> "<" + a + ">").toList());
    }
}
