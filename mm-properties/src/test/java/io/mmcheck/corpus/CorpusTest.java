package io.mmcheck.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mmcheck.scenario.MalformedTraceException;
import io.mmcheck.scenario.Trace;
import io.mmcheck.suite.LostDirtyBit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {
    private static final Trace TRACE = LostDirtyBit.trace();

    @TempDir
    private Path folder;

    @Test
    void whatIsSavedIsFoundUnderItsOwnName() throws IOException {
        Corpus corpus = new Corpus(folder.resolve("not/yet/there"));
        Path file = corpus.save(TRACE);
        assertThat(file.getFileName()).hasToString(TRACE.fileName());
        assertThat(Files.readString(file)).isEqualTo(TRACE.text());
        assertThat(corpus.traces()).containsOnlyKeys(TRACE.fileName()).containsValue(TRACE);
        assertThat(Corpus.read(file)).isEqualTo(TRACE);
    }

    @Test
    void theSameCounterexampleIsTheSameFile() {
        Corpus corpus = new Corpus(folder);
        assertThat(corpus.save(TRACE)).isEqualTo(corpus.save(TRACE));
        assertThat(corpus.traces()).hasSize(1);
    }

    @Test
    void theyComeByNameWhateverTheDirectorySays() {
        Corpus corpus = new Corpus(folder);
        for (String kernel : new String[] {"v5.19", "v6.0", "v6.1", "today"}) {
            corpus.save(TRACE.withKernel(kernel));
        }
        assertThat(new ArrayList<>(corpus.traces().keySet())).hasSize(4).isSorted();
    }

    @Test
    void otherFilesAreNoneOfItsBusiness() throws IOException {
        Files.writeString(folder.resolve("README.txt"), "what these are");
        assertThat(new Corpus(folder).traces()).isEmpty();
        assertThat(new Corpus(folder.resolve("nowhere")).traces()).isEmpty();
    }

    @Test
    void aBadFileIsNamed() throws IOException {
        Path torn =
                Files.writeString(folder.resolve("torn.mmtrace"), TRACE.text().substring(0, 40));
        assertThatThrownBy(() -> new Corpus(folder).traces())
                .isInstanceOf(MalformedTraceException.class)
                .hasMessageStartingWith(torn + ":");
        Path binary = Files.write(folder.resolve("torn.mmtrace"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> Corpus.read(binary))
                .isInstanceOf(MalformedTraceException.class)
                .hasMessageContaining("no text in UTF-8");
        assertThatThrownBy(() -> Corpus.read(folder.resolve("gone.mmtrace")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("gone.mmtrace");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> new Corpus(file).save(TRACE))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot write " + file);
    }
}
