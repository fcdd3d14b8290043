package io.mmcheck.run;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a goal asks of the forked JVM: its name and its settings. A setting that is not given is absent or blank. A value that
 * makes no sense is a {@link CannotRunException} which names the setting as users write it.
 */
public record Request(Message message) {
    public static final String TYPE = "request";

    public static Request of(String goal) {
        return new Request(Message.of(TYPE).with("goal", goal));
    }

    public Request with(String setting, @Nullable Object value) {
        return value == null ? this : new Request(message.with(setting, value));
    }

    public String goal() {
        return message.text("goal");
    }

    public @Nullable String setting(String name) {
        String value = message.text(name, "").strip();
        return value.isEmpty() ? null : value;
    }

    public String setting(String name, String otherwise) {
        String value = setting(name);
        return value == null ? otherwise : value;
    }

    /** The parts of a comma-separated setting. */
    public List<String> list(String name) {
        return Arrays.stream(message.text(name, "").split(","))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
    }

    public boolean flag(String name) {
        return Boolean.parseBoolean(setting(name, "false"));
    }

    /** A number that makes sense. */
    public long within(String name, long otherwise, long least, long most) {
        long n = number(name, otherwise);
        if (n < least || n > most) {
            throw new CannotRunException(
                    "mm." + name + " is " + (n < least ? "at least " + least : "at most " + most) + ", not " + n);
        }
        return n;
    }

    /** A number that makes sense. */
    public int within(String name, int otherwise, int least, int most) {
        return (int) within(name, (long) otherwise, least, (long) most);
    }

    public long number(String name, long otherwise) {
        String value = setting(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return Long.decode(value);
        } catch (NumberFormatException e) {
            throw new CannotRunException("mm." + name + " is a whole number, not '" + value + "'");
        }
    }
}
