package io.mmcheck.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void whatIsPutInComesOutInItsOrder() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("z", 1);
        map.put("a", List.of(true, 2L, 0.5, "x", List.of(), Map.of()));
        map.put("gone", null);
        assertThat(Json.text(map)).isEqualTo("{\"z\":1,\"a\":[true,2,0.5,\"x\",[],{}],\"gone\":null}");
    }

    @Test
    void nothingButPlainAsciiStays() {
        assertThat(Json.text("\"\\\u0000\n<\u202E\uD83D\uDE00"))
                .isEqualTo("\"\\\"\\\\\\u0000\\u000a<\\u202e\\ud83d\\ude00\"");
    }
}
