package io.mmcheck.run;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;

/**
 * The entry point of the forked JVM. The request comes on standard input, which then stays open: when it ends, the parent is
 * gone, killed perhaps, and this JVM goes too. The answers leave on a socket of the loopback device that starts with the
 * token of the request; standard output carries nothing of ours.
 */
public final class Forked {
    /** The exit code when the parent is gone. */
    static final int ORPHANED = 3;

    private Forked() {}

    public static void main(String[] args) throws IOException {
        InputStream in = System.in;
        System.setIn(InputStream.nullInputStream());
        Message message = Wire.read(new DataInputStream(in)); // not buffered: what follows belongs to the watch
        if (message == null || !message.type().equals(Request.TYPE)) {
            throw new IOException(
                    "this is the forked JVM of the mmcheck Maven plugin: it wants a request on standard input");
        }
        haltWithParent(in);
        Request request = new Request(message);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Math.toIntExact(request.number("port", 0)));
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()))) {
            Answer answer = sending(out);
            answer.send(Message.of("hello")
                    .with("token", request.setting("token", ""))
                    .with("protocol", Wire.PROTOCOL)
                    .with("java", Runtime.version().feature()));
            answer.send(ending(request, answer).toMessage());
            // The parent closes when it has read the last record.
            new BufferedInputStream(socket.getInputStream()).readAllBytes();
        }
        System.exit(0); // whatever threads the code under test has left behind
    }

    private static Answer sending(DataOutputStream out) {
        Object lock = new Object();
        return message -> {
            synchronized (lock) {
                try {
                    Wire.write(out, message);
                } catch (IOException e) {
                    Runtime.getRuntime().halt(ORPHANED);
                }
            }
        };
    }

    private static Ending ending(Request request, Answer answer) {
        try {
            return Jobs.named(request.goal()).run(request, answer);
        } catch (CannotRunException e) {
            return Ending.couldNotRun(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) { // a name that does not exist, a torn file: the message says it
            answer.send(Message.of(Answer.LINE).with("level", "debug").with("text", stackTrace(e)));
            return Ending.couldNotRun(String.valueOf(e.getMessage()));
        } catch (Throwable e) { // an Error of the code under test too: it is what the parent has to hear of
            return Ending.couldNotRun("the run broke off: " + e + "\n" + stackTrace(e));
        }
    }

    private static String stackTrace(Throwable e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    private static void haltWithParent(InputStream in) {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (in.read() >= 0) {
                            // The parent sends nothing after the request.
                        }
                    } catch (IOException e) {
                        // The same as its end.
                    }
                    Runtime.getRuntime().halt(ORPHANED);
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }
}
