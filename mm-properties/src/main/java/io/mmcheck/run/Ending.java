package io.mmcheck.run;

/** How a job ended: the last message of every run. Without it nothing that came before counts. */
public record Ending(Outcome outcome, String message) {
    public static final String TYPE = "end";

    /** What the goal makes of it. */
    public enum Outcome {
        /** It did what it was asked to do; what it found is in the messages. */
        DONE,
        /** It did, and what was to hold does not. */
        VIOLATED,
        /** There was nothing to do, though something was asked for. */
        NOTHING,
        /** What was asked for by name does not exist. */
        NO_MATCH,
        /** It could not do it. */
        COULD_NOT_RUN
    }

    public static Ending done(String message) {
        return new Ending(Outcome.DONE, message);
    }

    public static Ending violated(String message) {
        return new Ending(Outcome.VIOLATED, message);
    }

    public static Ending nothing(String message) {
        return new Ending(Outcome.NOTHING, message);
    }

    public static Ending noMatch(String message) {
        return new Ending(Outcome.NO_MATCH, message);
    }

    public static Ending couldNotRun(String message) {
        return new Ending(Outcome.COULD_NOT_RUN, message);
    }

    public Message toMessage() {
        return Message.of(TYPE).with("outcome", outcome).with("message", message);
    }

    public static Ending of(Message message) {
        return new Ending(Outcome.valueOf(message.text("outcome")), message.text("message"));
    }
}
