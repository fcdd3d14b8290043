package io.mmcheck.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** One record of the channel: a type and named texts, in the order in which they were put in. */
public record Message(String type, Map<String, String> fields) {
    public Message {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    public static Message of(String type) {
        return new Message(type, Map.of());
    }

    /** This message with one more field, or another value of one. */
    public Message with(String name, Object value) {
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(name, String.valueOf(value));
        return new Message(type, more);
    }

    public boolean has(String name) {
        return fields.containsKey(name);
    }

    /** A field that must be there. */
    public String text(String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "record " + type + " has no field " + name + ", only " + fields.keySet());
        }
        return value;
    }

    public String text(String name, String otherwise) {
        return fields.getOrDefault(name, otherwise);
    }

    public long number(String name) {
        return Long.parseLong(text(name));
    }

    public boolean flag(String name) {
        return Boolean.parseBoolean(text(name, "false"));
    }
}
