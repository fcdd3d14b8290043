package io.mmcheck.run;

/** mm:check. */
final class CheckJob implements Job {
    @Override
    public Ending run(Request request, Answer answer) {
        return Ending.nothing("there is no property");
    }
}
