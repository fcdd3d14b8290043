package io.mmcheck.maven;

import io.mmcheck.run.Message;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far long work is. On a terminal that is one live line, which goes away before anything else is printed; in a log at most
 * one line every 30 seconds, and never a carriage return; with -q nothing.
 */
final class Progress {
    private static final long LINE_NANOS = 30_000_000_000L;
    private static final long LIVE_NANOS = 200_000_000L;
    private static final int WIDTH = 100;

    private final @Nullable PrintWriter terminal;
    private final Consumer<String> log;
    private final LongSupplier clock;
    private final long started;
    private long last;
    private boolean live;

    /**
     * @param terminal the terminal itself, or null if nobody sits there
     * @param log takes lines where there is no terminal
     * @param clock in nanoseconds
     */
    Progress(@Nullable PrintWriter terminal, Consumer<String> log, LongSupplier clock) {
        this.terminal = terminal;
        this.log = log;
        this.clock = clock;
        this.started = clock.getAsLong();
        this.last = started;
    }

    /** The terminal if a person looks at it: not in batch mode, not in CI, not into a file. */
    @SuppressWarnings("SystemConsoleNull") // asked below
    static @Nullable PrintWriter terminal(boolean interactive, boolean quiet) {
        java.io.Console console = System.console();
        boolean dumb = System.getenv("CI") != null || "dumb".equals(System.getenv("TERM"));
        return console == null || !interactive || quiet || dumb || !isTerminal(console) ? null : console.writer();
    }

    /** From JDK 22 on there is a console even where there is no terminal. */
    private static boolean isTerminal(java.io.Console console) {
        try {
            return (Boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true; // an older JDK has a console only where there is one
        }
    }

    synchronized void take(Message message) {
        long now = clock.getAsLong();
        if (now - last < (terminal == null ? LINE_NANOS : LIVE_NANOS)) {
            return;
        }
        last = now;
        String text = text(message, now - started);
        if (terminal == null) {
            log.accept("  " + text);
        } else {
            String line = text.substring(0, Math.min(text.length(), WIDTH));
            terminal.print("\r" + line + " ".repeat(WIDTH - line.length()));
            terminal.flush();
            live = true;
        }
    }

    /** Before anything else is printed. */
    synchronized void clear() {
        if (live && terminal != null) {
            terminal.print("\r" + " ".repeat(WIDTH) + "\r");
            terminal.flush();
            live = false;
        }
    }

    private static String text(Message message, long nanos) {
        long done = message.number("done");
        long all = message.number("all");
        long violated = message.number("violated");
        return Untrusted.line(String.format(
                Locale.ROOT,
                "%s: %,d%s %s, %,.0f a second%s",
                message.text("kernel"),
                done,
                all == 0 ? "" : String.format(Locale.ROOT, " of %,d", all),
                message.text("unit"),
                done * 1e9 / Math.max(1, nanos),
                violated < 0 ? "" : ", " + Layout.count(violated, "violation", "violations") + " so far"));
    }
}
