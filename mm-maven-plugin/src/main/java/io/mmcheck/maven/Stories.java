package io.mmcheck.maven;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mmcheck.report.Shown;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What formats other than the page want to know of a run that is told step by step. */
final class Stories {
    private Stories() {}

    /** The classes of the user that a counterexample speaks of, the likeliest first. */
    static List<String> classes(Shown shown) {
        List<String> classes = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(shown.story())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return List.of();
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (name.equals("classes") && value == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.VALUE_STRING) {
                        classes.add(parser.getText());
                    }
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            return List.of(); // an older library on the test class path tells no story
        }
        return classes;
    }
}
