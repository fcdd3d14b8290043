package io.mmcheck.run;

import io.mmcheck.history.Kernels;
import io.mmcheck.program.Kernel;
import java.util.List;
import java.util.regex.Pattern;

/** Several kernels in one setting. */
final class KernelList {
    /** A comma inside of one name stands before a sign. */
    private static final Pattern COMMA = Pattern.compile(",(?!\\s*[+-])");

    private KernelList() {}

    static List<Kernel> parse(String text) {
        List<Kernel> kernels = COMMA.splitAsStream(text)
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .map(Kernels::parse)
                .toList();
        if (kernels.isEmpty()) {
            throw new CannotRunException("mm.kernel names no kernel: '" + text + "'");
        }
        return kernels;
    }
}
