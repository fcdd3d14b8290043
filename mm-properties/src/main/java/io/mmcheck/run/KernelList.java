package io.mmcheck.run;

import io.mmcheck.history.Kernels;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Patch;
import java.util.List;
import java.util.regex.Pattern;

/** Several kernels in one setting. */
final class KernelList {
    /** A comma inside of one name stands before a sign. */
    private static final Pattern COMMA = Pattern.compile(",(?!\\s*[+-])");

    private KernelList() {}

    /** One of them, with patches that only the caller knows. */
    static Kernel one(String text, List<Patch> more) {
        try {
            return Kernels.parse(text, more);
        } catch (IllegalArgumentException e) {
            throw new CannotRunException("mm.kernel: " + e.getMessage(), e);
        }
    }

    static List<Kernel> parse(String text) {
        List<Kernel> kernels = COMMA.splitAsStream(text)
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .map(name -> one(name, List.of()))
                .toList();
        if (kernels.isEmpty()) {
            throw new CannotRunException("mm.kernel names no kernel: '" + text + "'");
        }
        return kernels;
    }
}
