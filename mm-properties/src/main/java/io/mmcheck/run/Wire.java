package io.mmcheck.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import org.jspecify.annotations.Nullable;

/**
 * How messages look on a stream: a number of texts, then each as its length in bytes and its UTF-8. The type comes first, then
 * names and values in turn.
 */
public final class Wire {
    /** Raised whenever what the messages mean changes: the plugin and the library on a test class path may differ. */
    public static final int PROTOCOL = 1;

    private static final int LONGEST_TEXT = 64 << 20;
    private static final int MOST_TEXTS = 1 << 16;

    private Wire() {}

    public static void write(DataOutputStream out, Message message) throws IOException {
        out.writeInt(1 + 2 * message.fields().size());
        text(out, message.type());
        for (Entry<String, String> field : message.fields().entrySet()) {
            text(out, field.getKey());
            text(out, field.getValue());
        }
        out.flush();
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /**
     * The next message, or null at the end of the stream.
     *
     * @throws IOException if the stream ends inside a message, or is none of ours
     */
    public static @Nullable Message read(DataInputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        int texts = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
        if (texts < 1 || texts > MOST_TEXTS || texts % 2 == 0) {
            throw new IOException("no message starts with " + texts + " texts");
        }
        String type = text(in);
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 1; i < texts; i += 2) {
            String name = text(in);
            fields.put(name, text(in));
        }
        return new Message(type, fields);
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > LONGEST_TEXT) {
            throw new IOException("a text of " + length + " bytes is none of ours");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the stream ends inside a text of " + length + " bytes");
        }
        return new String(bytes, UTF_8);
    }
}
