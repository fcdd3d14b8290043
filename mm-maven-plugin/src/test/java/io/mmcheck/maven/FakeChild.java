package io.mmcheck.maven;

import io.mmcheck.run.Ending;
import io.mmcheck.run.Message;
import io.mmcheck.run.Wire;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** A forked JVM that misbehaves as its goal says. */
public final class FakeChild {
    private FakeChild() {}

    public static void main(String[] args) throws Exception {
        Message request = Wire.read(new DataInputStream(System.in));
        String goal = request.text("goal");
        if (goal.equals("dumb")) {
            System.exit(4);
        }
        int port = (int) request.number("port");
        if (goal.equals("impostor-first")) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                    DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
                Wire.write(out, Message.of("hello").with("token", "guessed").with("protocol", Wire.PROTOCOL));
                Wire.write(out, Ending.done("forged").toMessage());
            } catch (IOException e) {
                // It was shown the door.
            }
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
            int protocol = goal.equals("stranger") ? 99 : Wire.PROTOCOL;
            Wire.write(
                    out,
                    Message.of("hello").with("token", request.text("token")).with("protocol", protocol));
            Wire.write(out, Message.of("verdict").with("n", 1));
            switch (goal) {
                case "halts" -> Runtime.getRuntime().halt(137);
                case "hangs" -> Thread.sleep(60_000);
                case "tears" -> {
                    out.writeInt(3);
                    out.flush();
                    Runtime.getRuntime().halt(1);
                }
                case "noisy" -> {
                    System.out.println("\u001B[31mBUILD SUCCESS");
                    System.err.print("x".repeat(10_000));
                }
                default -> {}
            }
            Wire.write(out, Ending.done("well").toMessage());
        }
    }
}
