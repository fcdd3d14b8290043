package io.mmcheck.run;

import io.mmcheck.conform.ConformResult;
import io.mmcheck.conform.ConformText;
import io.mmcheck.conform.Difference;
import io.mmcheck.conform.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a comparison with a log found, as mm-conform-*.json has it. */
public final class ConformData {
    /** The type of the message. */
    public static final String TYPE = "conform";

    private ConformData() {}

    static Map<String, Object> of(ConformResult result) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("format", "mmcheck");
        data.put("version", 1);
        data.put("goal", TYPE);
        data.put("log", result.log());
        data.put("kernel", result.kernel());
        data.put("swap", result.swap().toString());
        data.put("summary", ConformText.summary(result));
        List<Object> themes = new ArrayList<>();
        result.byTheme().forEach(theme -> themes.add(theme(theme.getKey(), theme.getValue())));
        themes.add(theme("all", result));
        data.put("themes", themes);
        data.put(
                "differences",
                result.differences().stream().map(ConformData::difference).toList());
        data.put("stops", result.stops());
        data.put("left", result.left());
        return data;
    }

    private static Map<String, Object> theme(String name, ConformResult result) {
        Map<String, Object> theme = new LinkedHashMap<>();
        theme.put("theme", name);
        theme.put("all", result.all());
        theme.put("observations", tally(result.observations()));
        theme.put("operations", tally(result.operations()));
        theme.put("sequences", tally(result.agreeingSequences()));
        return theme;
    }

    private static List<Integer> tally(Tally tally) {
        return List.of(tally.agreed(), tally.compared());
    }

    private static Map<String, Object> difference(Difference one) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("line", one.line());
        data.put("sequence", one.sequence());
        data.put("operation", one.operation());
        data.put("where", one.where());
        data.put("column", one.column().toString());
        data.put("kernel", one.kernel());
        data.put("model", one.model());
        return data;
    }
}
