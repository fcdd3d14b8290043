package io.mmcheck.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoryTest {
    private final Lost lost = Lost.bit();
    private final Map<String, Object> story = Story.of(
            lost.found().run(),
            Marks.of(List.of(Lost.PATCH)),
            lost.found().reason(),
            lost.found().run().steps());

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> steps() {
        return (List<Map<String, Object>>) story.get("steps");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @Test
    void oneSentenceSaysWhatWasLostWhereAndByWhom() {
        assertThat((String) story.get("sentence"))
                .contains("the page is clean")
                .contains("it goes wrong in migrate_vma_collect_pmd(), which has no COPY_DIRTY, step ")
                .endsWith(", in 'migrate-to-device a' on CPU0");
    }

    @Test
    void theChangesLeadToTheMachineAtTheEnd() {
        Map<String, Object> state = new HashMap<>(map(story.get("start")));
        for (Map<String, Object> step : steps()) {
            if (step.containsKey("set")) {
                map(step.get("set")).forEach((key, value) -> {
                    if (value == null) {
                        assertThat(state.remove(key)).as(key).isNotNull();
                    } else {
                        assertThat(state.put(key, value)).as(key).isNotEqualTo(value);
                    }
                });
            }
        }
        Names names = Names.of(lost.found().run());
        assertThat(state).isEqualTo(Snapshot.of(names, lost.found().run().last()));
        assertThat(state.get("pte/a").toString()).startsWith("migration entry of page");
    }

    @Test
    void everyReferenceHasItsSource() {
        Map<String, Object> state =
                Snapshot.of(Names.of(lost.found().run()), lost.found().run().start());
        int sources = state.entrySet().stream()
                .filter(e -> e.getKey().startsWith("page/0/ref/"))
                .mapToInt(e -> (Integer) e.getValue())
                .sum();
        assertThat(state.get("page/0/refs")).isEqualTo(sources);
        assertThat(state.get("page/0/ref/pte a")).isEqualTo(1);
    }

    @Test
    void theMissingLabelIsMarkedOnce() {
        assertThat(steps().stream().filter(s -> "COPY_DIRTY".equals(s.get("missing"))))
                .hasSize(1);
    }

    @Test
    void theSameRunGivesTheSameBytes() {
        Lost again = Lost.bit();
        assertThat(Json.text(Story.of(
                        again.found().run(),
                        Marks.of(List.of(Lost.PATCH)),
                        again.found().reason(),
                        again.found().run().steps())))
                .isEqualTo(Json.text(story));
    }
}
