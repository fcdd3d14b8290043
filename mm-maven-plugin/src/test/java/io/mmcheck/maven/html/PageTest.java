package io.mmcheck.maven.html;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
    private static final String HOSTILE =
            "</script><script>alert(1)</script><!-- ' \" & \\u2028\\u202e\\u0000 @SCRIPT@ @DATA@";

    private static ModuleResults module(String name, String... jsons) {
        List<Document> documents = new ArrayList<>();
        for (String json : jsons) {
            documents.add(new Document("mm.json", json));
        }
        return new ModuleResults(name, documents);
    }

    private static String element(String page, String start, String end) {
        int from = page.indexOf(start) + start.length();
        assertThat(from).isGreaterThan(start.length());
        return page.substring(from, page.indexOf(end, from));
    }

    private static String data(String page) {
        return element(page, "<script type=\"application/json\" id=\"data\">", "</script>");
    }

    @Test
    void nothingInTheDataEndsItsElement() throws Exception {
        String json = "{\"format\":\"mmcheck\",\"x\":\"" + HOSTILE.replace("\"", "\\\"") + "\"}";
        String page = Page.of(List.of(module(HOSTILE, json)));

        assertThat(data(page)).doesNotContain("<", ">", "&", "'").matches("[ -~]*");
        List<String> texts = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(data(page))) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    texts.add(parser.getText());
                }
            }
        }
        assertThat(texts)
                .containsExactly(
                        HOSTILE,
                        "mm.json",
                        "mmcheck",
                        HOSTILE.replace("\\u2028", "\u2028")
                                .replace("\\u202e", "\u202e")
                                .replace("\\u0000", "\u0000"));
        assertThat(page.split("<script", -1)).hasSize(3);
    }

    @Test
    void onlyItsOwnScriptAndStyleMayRunAndNothingIsFetched() throws Exception {
        String page = Page.of(List.of(module("", "{}")));
        String policy = element(page, "Content-Security-Policy\" content=\"", "\">");
        assertThat(policy).startsWith("default-src 'none'").doesNotContain("unsafe", "http", "*", "'self'");
        assertThat(policy).contains("script-src 'sha256-" + digest(element(page, "<script>", "</script>")) + "'");
        assertThat(policy).contains("style-src 'sha256-" + digest(element(page, "<style>", "</style>")) + "'");
        Matcher address = Pattern.compile("(?:src|href|url)\\s*[=(]\\s*[\"']?\\s*(?:https?:)?//")
                .matcher(page);
        assertThat(address.find()).isFalse();
    }

    private static String digest(String text) throws Exception {
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    }

    @Test
    void theSameResultsGiveTheSameBytes() {
        ModuleResults one = module("a", "{\"format\": \"mmcheck\", \"n\": 1}");
        assertThat(Page.of(List.of(one))).isEqualTo(Page.of(List.of(one)));
    }

    @Test
    void resultsAreFoundBelowTheDirectory(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("2-release"));
        Files.writeString(folder.resolve("mm.json"), "{\"format\": \"mmcheck\"}");
        Files.writeString(folder.resolve("2-release/mm-explore.json"), "{\"format\": \"mmcheck\", \"n\": [1, {}]}\n");
        Files.writeString(folder.resolve("mm-other.json"), "{\"some\": \"body else's\"}");
        Files.writeString(folder.resolve("mm-empty.json"), "");
        Files.writeString(folder.resolve("index.json"), "{\"format\": \"mmcheck\"}");
        assertThat(Collected.below(folder))
                .extracting(Document::name)
                .containsExactly("2-release/mm-explore.json", "mm.json");
        assertThat(Collected.below(folder.resolve("nowhere"))).isEmpty();
    }

    @Test
    void halfAFileIsNamed(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("mm.json"), "{\"format\": \"mmcheck\", \"properties\": [");
        assertThatThrownBy(() -> Collected.below(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("mm.json is torn");
    }
}
