package io.mmcheck.maven;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mmcheck.run.Ending;
import io.mmcheck.run.Message;
import io.mmcheck.run.Request;
import io.mmcheck.run.Wire;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One forked JVM from its start to its end. It is believed only what arrives on its channel, and nothing of that unless the last
 * record does: whatever ends it before is a {@link BrokenForkException}, not a verdict.
 */
final class Fork {
    private static final int ACCEPT_MILLIS = 100;
    private static final int HELLO_MILLIS = 10_000;
    private static final int LAST_WORDS_SECONDS = 10;
    private static final int LONGEST_LINE = 2_000;

    private final List<String> command;
    private final Duration timeout;
    private final boolean silence;
    private final Consumer<String> output;
    private volatile long heard = System.nanoTime();
    private final AtomicBoolean timedOut = new AtomicBoolean();

    /**
     * @param command the JVM and its arguments
     * @param timeout after which it is killed; zero for never
     * @param output takes each line that it prints
     */
    Fork(List<String> command, Duration timeout, Consumer<String> output) {
        this(command, timeout, false, output);
    }

    /**
     * @param silence whether each message gives it the whole time again
     */
    Fork(List<String> command, Duration timeout, boolean silence, Consumer<String> output) {
        this.command = List.copyOf(command);
        this.timeout = timeout;
        this.silence = silence;
        this.output = output;
    }

    /** Runs a job to its end and hands over each message on the way. */
    Ending run(Request request, Consumer<Message> messages) throws BrokenForkException, InterruptedException {
        String token = token();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            Thread pump = daemon("mm-fork-output", () -> pump(process));
            Thread watchdog = daemon("mm-fork-watchdog", () -> watch(process));
            // One that waits for a debugger does not run yet and cannot notice that we are gone.
            Thread last = new Thread(process::destroyForcibly, "mm-fork-last");
            Runtime.getRuntime().addShutdownHook(last);
            try {
                // Standard input stays open until the end: it is how the child notices that we are gone.
                DataOutputStream in = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
                write(in, request.with("port", server.getLocalPort()).with("token", token), process);
                return talk(server, token, process, messages);
            } finally {
                kill(process);
                forget(last);
                watchdog.interrupt();
                pump.join(TimeUnit.SECONDS.toMillis(LAST_WORDS_SECONDS));
            }
        } catch (IOException e) {
            throw new BrokenForkException("the forked JVM could not be started: " + e.getMessage(), e);
        }
    }

    private void write(DataOutputStream in, Request request, Process process)
            throws BrokenForkException, InterruptedException {
        try {
            Wire.write(in, request.message());
        } catch (IOException e) {
            throw ended(process, "took no request");
        }
    }

    private Ending talk(ServerSocket server, String token, Process process, Consumer<Message> messages)
            throws BrokenForkException, InterruptedException, IOException {
        server.setSoTimeout(ACCEPT_MILLIS);
        while (true) {
            try (Socket socket = accept(server, process);
                    DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()))) {
                socket.setSoTimeout(HELLO_MILLIS);
                Message hello = first(in);
                if (hello == null || !hello.text("token", "").equals(token)) {
                    continue; // somebody else on this machine
                }
                socket.setSoTimeout(0);
                if (hello.number("protocol") != Wire.PROTOCOL) {
                    throw new BrokenForkException(
                            "mm-properties on the test class path and the plugin do not understand"
                                    + " each other (protocol " + hello.text("protocol") + " and " + Wire.PROTOCOL
                                    + "): give both one version");
                }
                return listen(in, process, messages);
            }
        }
    }

    private Socket accept(ServerSocket server, Process process)
            throws IOException, BrokenForkException, InterruptedException {
        while (true) {
            boolean alive = process.isAlive();
            try {
                return server.accept();
            } catch (SocketTimeoutException e) {
                if (!alive) {
                    throw ended(process, "did not answer");
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
    }

    private static @Nullable Message first(DataInputStream in) {
        try {
            return Wire.read(in);
        } catch (IOException e) {
            return null;
        }
    }

    private Ending listen(DataInputStream in, Process process, Consumer<Message> messages)
            throws BrokenForkException, InterruptedException {
        while (true) {
            Message message;
            try {
                message = Wire.read(in);
            } catch (IOException e) {
                message = null; // a killed process may leave half a record
            }
            if (message == null) {
                throw ended(process, "sent no final record");
            }
            if (message.type().equals(Ending.TYPE)) {
                return Ending.of(message);
            }
            heard = System.nanoTime();
            messages.accept(message);
        }
    }

    private BrokenForkException ended(Process process, String how) throws InterruptedException {
        boolean exited = process.waitFor(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
        if (timedOut.get()) {
            return new BrokenForkException(
                    "the forked JVM was stopped after " + timeout.toSeconds() + " s" + (silence ? " of silence" : "")
                            + " (mm.timeout); a run that did not end has no verdict. Give it more time, or ask for less.",
                    true);
        }
        String code =
                exited ? "it ended with exit code " + process.exitValue() + signal(process.exitValue()) : "it hangs";
        return new BrokenForkException(
                "the forked JVM " + how + ": " + code
                        + "; a run that broke off has no verdict. What it printed stands above, marked [fork]. Its arguments are in mm.argLine.");
    }

    private static String signal(int code) {
        return switch (code) {
            case 134 -> " (aborted)";
            case 137 -> " (killed, perhaps for lack of memory)";
            case 143 -> " (terminated)";
            default -> "";
        };
    }

    private void pump(Process process) {
        try (Reader reader = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c == '\n' || line.length() == LONGEST_LINE) { // a line without end must not fill our memory
                    output.accept(Untrusted.line(line.toString()));
                    line.setLength(0);
                }
                if (c != '\n' && c != '\r') {
                    line.append((char) c);
                }
            }
            if (!line.isEmpty()) {
                output.accept(Untrusted.line(line.toString()));
            }
        } catch (IOException e) {
            // The process is gone.
        }
    }

    /** Beside the reader, which may hang for as long as the child does. */
    private void watch(Process process) {
        if (timeout.isZero()) {
            return;
        }
        try {
            long began = System.nanoTime();
            for (long left = timeout.toMillis(); left > 0; ) {
                if (process.waitFor(left, TimeUnit.MILLISECONDS)) {
                    return;
                }
                long gone = System.nanoTime() - (silence ? heard : began);
                left = timeout.toMillis() - TimeUnit.NANOSECONDS.toMillis(gone);
            }
            timedOut.set(true);
            kill(process);
        } catch (InterruptedException e) {
            // It ended in time.
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        try {
            process.getOutputStream().close();
            process.waitFor(200, TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            // Then by force at once.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // Everything ends already.
        }
    }

    private static Thread daemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static String token() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
