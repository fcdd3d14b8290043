package io.mmcheck.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class WireTest {
    private static byte[] written(Message... messages) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (Message message : messages) {
            Wire.write(out, message);
        }
        return bytes.toByteArray();
    }

    private static DataInputStream stream(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    @Property(tries = 200)
    void whatIsWrittenIsRead(@ForAll String type, @ForAll("fields") Map<String, String> fields) throws IOException {
        Message message = new Message(
                valid(type),
                fields.entrySet().stream()
                        .collect(Collectors.toMap(e -> valid(e.getKey()), e -> valid(e.getValue()), (a, b) -> a)));
        DataInputStream in = stream(written(message, message));
        assertThat(Wire.read(in)).isEqualTo(message);
        assertThat(Wire.read(in)).isEqualTo(message);
        assertThat(Wire.read(in)).isNull();
    }

    @Provide
    Arbitrary<Map<String, String>> fields() {
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(40);
        return Arbitraries.maps(text, text).ofMaxSize(6);
    }

    /** Halves of surrogate pairs are no text in UTF-8. */
    private static String valid(String text) {
        return text.codePoints()
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void aStreamThatEndsInsideAMessageIsAnError() throws IOException {
        byte[] whole = written(Message.of("end").with("outcome", "DONE"));
        for (int length = 1; length < whole.length; length++) {
            byte[] torn = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Wire.read(stream(torn))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void otherPeoplesBytesAreAnError() {
        byte[] http = "GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> Wire.read(stream(http))).isInstanceOf(IOException.class);
    }
}
