package io.mmcheck.maven;

import java.util.ArrayDeque;
import java.util.List;
import org.apache.maven.plugin.logging.Log;

/** What the forked JVM prints. If it breaks off, its last lines are the reason, and a quiet build has not shown them. */
final class LastWords {
    private static final int MOST = 20;

    private final Log log;
    private final ArrayDeque<String> last = new ArrayDeque<>();

    LastWords(Log log) {
        this.log = log;
    }

    synchronized void line(String line) {
        log.info("[fork] " + line);
        last.add(line);
        if (last.size() > MOST) {
            last.remove();
        }
    }

    /** Says them again, where nobody has heard them. */
    synchronized void repeat() {
        if (!log.isInfoEnabled()) {
            List.copyOf(last).forEach(line -> log.error("[fork] " + line));
        }
    }
}
