package io.mmcheck.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ForkedTest {
    private static Process start() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), Forked.class.getName())
                .redirectErrorStream(true)
                .start();
    }

    @Test
    void itGoesWhenItsParentIsGone() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process child = start();
            DataOutputStream in = new DataOutputStream(child.getOutputStream());
            Wire.write(
                    in, Request.of("list").with("port", server.getLocalPort()).message());
            try (Socket socket = server.accept()) {
                assertThat(Wire.read(new DataInputStream(socket.getInputStream()))
                                .type())
                        .isEqualTo("hello");
                assertThat(child.isAlive()).isTrue();
                in.close(); // what a killed parent does
                assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(child.exitValue()).isEqualTo(Forked.ORPHANED);
            }
        }
    }

    @Test
    void nobodyStartsItByHand() throws Exception {
        Process child = start();
        child.getOutputStream().close();
        String output = new String(child.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(child.waitFor()).isNotZero();
        assertThat(output).contains("wants a request on standard input");
    }
}
