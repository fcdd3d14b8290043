package io.mmcheck.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.machine.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/trace-format.md is written by hand; what it shows is what is read and written. */
class TraceFormatTest {
    private static final Pattern BLOCK = Pattern.compile("```text\n(.*?)```", Pattern.DOTALL);

    private static String page() throws IOException {
        return Files.readString(Path.of("..", "docs", "trace-format.md"));
    }

    private static List<String> blocks(String firstWord) throws IOException {
        return BLOCK.matcher(page())
                .results()
                .map((MatchResult block) -> block.group(1))
                .filter(text -> text.startsWith(firstWord))
                .toList();
    }

    @Test
    void itsExamplesAreRead() throws IOException {
        List<String> examples = blocks("mmtrace");
        assertThat(examples).hasSize(2);
        for (String example : examples) {
            Trace trace = Trace.parse("docs/trace-format.md", example); // which refuses what is not canonical
            assertThat(trace.text()).isEqualTo(example);
            assertThat(example.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(1024);
        }
    }

    @Test
    void itsTokenAndItsNameAreThoseOfTheFirst() throws IOException {
        String example = blocks("mmtrace").get(0);
        assertThat(TraceToken.text(blocks("mm1.").get(0))).isEqualTo(example);
        assertThat(page())
                .contains("`" + Trace.parse("a", example).fileName() + "`")
                .contains("`" + TraceWriter.FIRST_WORD + " " + TraceWriter.VERSION + "`");
    }

    @Test
    void itsSizesAreThoseOfTheMachine() throws IOException {
        String page = page();
        for (String word : ConfigText.words(Config.SEARCH)) {
            assertThat(page).contains("`" + word.substring(0, word.indexOf('=')) + "`");
        }
        assertThat(Config.SEARCH).isEqualTo(new Config(2, 2, 2, 6, 2, 1, 2, 2, 2, true));
    }
}
