package io.mmcheck.run;

/** Where a job puts what it finds out: at once, for the first violation is wanted early. */
@FunctionalInterface
public interface Answer {
    /** Types of messages that any job may send. */
    String LINE = "line";

    /**
     * How far the job is: {@code kernel}, {@code done} of {@code all} of a {@code unit}, and how many are {@code violated}. Nobody
     * knows how many a search has: then {@code all} is 0; and where nothing is judged, {@code violated} is negative.
     */
    String PROGRESS = "progress";

    /** One try of random search, as JSON in {@code data}. */
    String OBSERVATION = "observation";

    void send(Message message);

    default void progress(String kernel, long done, long all, String unit, long violated) {
        send(Message.of(PROGRESS)
                .with("kernel", kernel)
                .with("done", done)
                .with("all", all)
                .with("unit", unit)
                .with("violated", violated));
    }

    /** Text for the user, one or more lines. */
    default void info(String text) {
        send(Message.of(LINE).with("level", "info").with("text", text));
    }

    default void warn(String text) {
        send(Message.of(LINE).with("level", "warn").with("text", text));
    }

    default void error(String text) {
        send(Message.of(LINE).with("level", "error").with("text", text));
    }
}
