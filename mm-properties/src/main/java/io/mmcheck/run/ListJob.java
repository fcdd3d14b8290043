package io.mmcheck.run;

import io.mmcheck.operation.Operations;

/** mm:list: properties, operations, patches and releases, one line each. */
final class ListJob implements Job {
    @Override
    public Ending run(Request request, Answer answer) {
        answer.info("Operations");
        Operations.ALL.forEach(kind -> answer.info("  " + kind.name()));
        return Ending.done("");
    }
}
