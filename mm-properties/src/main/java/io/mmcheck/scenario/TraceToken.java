package io.mmcheck.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A counterexample file in one word, for a command line or a chat: {@code mm1.}, then checksum and deflated text in the alphabet
 * of base64url.
 */
public final class TraceToken {
    private static final String PREFIX = "mm1.";
    private static final int LONGEST = 1 << 20;
    private static final String WHOLE = "; copy the whole word, from " + PREFIX + " to the next blank";

    private TraceToken() {}

    /** Whether this looks like a token and not like a file name. */
    public static boolean isToken(String word) {
        return word.startsWith(PREFIX) && !word.endsWith(".mmtrace");
    }

    static String of(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(bytes);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(4).putInt(checksum(bytes)).array());
        byte[] buffer = new byte[1024];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(out.toByteArray());
    }

    /**
     * The text of a token.
     *
     * @throws MalformedTraceException if a part of it is missing or changed
     */
    public static String text(String token) {
        String word = token.strip();
        if (!word.startsWith(PREFIX)) {
            throw new MalformedTraceException("mm.trace", 0, "a token begins with " + PREFIX);
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(word.substring(PREFIX.length()));
            byte[] text = inflate(Arrays.copyOfRange(bytes, Math.min(4, bytes.length), bytes.length));
            if (bytes.length < 4 || ByteBuffer.wrap(bytes).getInt() != checksum(text)) {
                throw new MalformedTraceException("mm.trace", 0, "the token is damaged: its checksum is wrong" + WHOLE);
            }
            return new String(text, UTF_8);
        } catch (DataFormatException e) {
            throw new MalformedTraceException("mm.trace", 0, "the token is torn" + WHOLE);
        } catch (MalformedTraceException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new MalformedTraceException("mm.trace", 0, "the token has letters that no token has" + WHOLE);
        }
    }

    private static byte[] inflate(byte[] bytes) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(bytes);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (!inflater.finished()) {
                int n = inflater.inflate(buffer);
                if (n == 0 || out.size() > LONGEST) {
                    throw new DataFormatException();
                }
                out.write(buffer, 0, n);
            }
            return out.toByteArray();
        } finally {
            inflater.end();
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** Four hexadecimal digits that differ for most texts. */
    static String digits(String text) {
        int sum = checksum(text.getBytes(UTF_8));
        return String.format(Locale.ROOT, "%04x", (sum ^ sum >>> 16) & 0xffff);
    }
}
