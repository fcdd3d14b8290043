package io.mmcheck.suite;

import io.mmcheck.history.Kernels;
import io.mmcheck.program.Kernel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Kernels by name, each made once: a test asks for the same one in every try. */
final class NamedKernels {
    private static final Map<String, Kernel> MADE = new ConcurrentHashMap<>();

    private NamedKernels() {}

    static Kernel of(String name) {
        return MADE.computeIfAbsent(name, Kernels::parse);
    }
}
