package io.mmcheck.run;

/** Where a job puts what it finds out: at once, for the first violation is wanted early. */
@FunctionalInterface
public interface Answer {
    /** Types of messages that any job may send. */
    String LINE = "line";

    void send(Message message);

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
