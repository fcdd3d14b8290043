package io.mmcheck.maven.html;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import org.jspecify.annotations.Nullable;

/** Escapes what means something to HTML: such a JSON text can stand inside of a script element. */
final class Harmless extends CharacterEscapes {
    private static final long serialVersionUID = 1;

    private final int[] escapes;

    Harmless() {
        escapes = CharacterEscapes.standardAsciiEscapesForJSON();
        for (char c : "<>&'".toCharArray()) {
            escapes[c] = ESCAPE_STANDARD;
        }
    }

    @Override
    public int[] getEscapeCodesForAscii() {
        return escapes.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
        return null;
    }
}
