package io.mmcheck.conform;

import io.mmcheck.machine.Config;
import java.util.ArrayList;
import java.util.List;

/**
 * The kernel's own tests of device memory (tools/testing/selftests/mm/hmm-tests.c, 6.12): 29 bodies, each for private and for
 * coherent device memory, as operations of the model with what each must return. Buffers are four pages where the tests have
 * 1,024; values are stored where they fill with a pattern.
 */
final class HmmTests {
    /** What the tables and docs call the two kinds of device memory. */
    enum Variant {
        PRIVATE,
        COHERENT;

        Config config() {
            Config c = new Config(2, 8, 8, 24, 24, 2, 1, 8, 2, false).withFiles(1, 8);
            return this == COHERENT ? c.withCoherent(3) : c;
        }

        @Override
        public String toString() {
            return this == PRIVATE ? "private" : "coherent";
        }
    }

    /**
     * One test.
     *
     * @param name as hmm-tests.c has it
     * @param later what it waits for, or the empty text
     * @param script operations; {@code => result} behind what is asserted, a variant in front of what only it does
     */
    record Body(String name, String later, String script) {
        List<String> lines(Variant variant) {
            List<String> lines = new ArrayList<>();
            for (String line : script.split("[;\n]")) {
                String text = line.trim();
                for (Variant v : Variant.values()) {
                    if (text.startsWith(v + ": ")) {
                        text = v == variant ? text.substring(v.toString().length() + 2) : "";
                    }
                }
                if (!text.isEmpty()) {
                    lines.add(text);
                }
            }
            return lines;
        }
    }

    private static final String FILL = "store p0 0 1; store p0 1 2; store p0 2 3; store p0 3 4\n";
    private static final String MAP = "map p0 0 4\n";
    private static final String GO = "migrate-to-device p0 0 4 0 => 0 cpages 4 faults 0 data 1 2 3 4\n";
    private static final String SEE = "load p0 0 => 1; load p0 1 => 2; load p0 2 => 3; load p0 3 => 4\n";

    static final List<Body> ALL = List.of(
            new Body("open_close", "", "map p0 0 1; device-snapshot p0 0 1 0 => 0 cpages 1: 00; exit p0 => 0"),
            new Body(
                    "anon_read",
                    "",
                    MAP + "load p0 1; store p0 2 3; store p0 3 4; mprotect-read p0 0 4\n"
                            + "device-load p0 0 4 0 => 0 cpages 4 faults 1 data 0 0 3 4"),
            new Body(
                    "anon_read_prot",
                    "",
                    MAP + FILL + "mprotect-none p0 0 4; device-load p0 0 4 0 => EFAULT; mprotect-write p0 0 4\n" + SEE),
            new Body(
                    "anon_write",
                    "",
                    MAP + "device-store p0 0 4 0 5 => 0 cpages 4 faults 1\n"
                            + "load p0 0 => 5; load p0 1 => 6; load p0 2 => 7; load p0 3 => 8"),
            new Body(
                    "anon_write_prot",
                    "",
                    MAP + "mprotect-read p0 0 4; device-load p0 0 1 0 => 0 cpages 1 faults 1 data 0\n"
                            + "device-store p0 0 4 0 5 => EPERM; load p0 0 => 0; load p0 3 => 0; mprotect-write p0 0 4\n"
                            + "device-store p0 0 4 0 5 => 0 cpages 4 faults 1; load p0 0 => 5; load p0 3 => 8"),
            new Body(
                    "anon_write_child",
                    "",
                    MAP + FILL + "fork p0 p1; device-store p1 0 4 0 11 => 0 cpages 4 faults 1\n"
                            + "load p1 0 => 11; load p1 3 => 14\n" + SEE),
            new Body(
                    "anon_write_child_shared",
                    "",
                    "map-shared p0 0 4\n" + FILL + "fork p0 p1; device-store p1 0 4 0 11 => 0 cpages 4 faults 1\n"
                            + "load p0 0 => 11; load p0 1 => 12; load p0 2 => 13; load p0 3 => 14"),
            new Body(
                    "anon_write_huge",
                    "THP",
                    MAP + "device-store p0 0 4 0 5 => 0 cpages 4 faults 1; load p0 0 => 5; load p0 3 => 8"),
            new Body("anon_write_hugetlbfs", "hugetlb", ""),
            new Body(
                    "file_read",
                    "",
                    "map-shared p0 0 4\n" + FILL + "munmap p0 0 4; map-shared p0 0 4; mprotect-read p0 0 4\n"
                            + "device-load p0 0 4 0 => 0 cpages 4 faults 1 data 1 2 3 4"),
            new Body(
                    "file_write",
                    "",
                    "map-shared p0 0 4; device-store p0 0 4 0 5 => 0 cpages 4 faults 1; load p0 0 => 5; load p0 3 => 8\n"
                            + "pread 0 => 5; pread 1 => 6; pread 2 => 7; pread 3 => 8"),
            new Body("migrate", "", MAP + FILL + GO),
            new Body("migrate_file_private", "", "map-file p0 0 4\n" + FILL + GO),
            new Body("migrate_fault", "", MAP + FILL + GO + "load p0 0 => 1; load p0 1 => 2\n" + GO),
            new Body("migrate_release", "", MAP + FILL + GO + "evict-device 0\n" + SEE),
            new Body("migrate_shared", "", "map-shared p0 0 4; migrate-to-device p0 0 4 0 => ENOENT"),
            new Body(
                    "migrate_mixed",
                    "",
                    "map p0 0 6; mprotect-none p0 0 6; migrate-to-device p0 0 6 1 => EINVAL; munmap p0 1 1\n"
                            + "migrate-to-device p0 0 3 1 => EINVAL; mprotect-read p0 2 1; load p0 2\n"
                            + "mprotect-write p0 3 3; store p0 3 4; mprotect-read p0 3 1; store p0 4 5; store p0 5 6\n"
                            + "migrate-to-device p0 2 4 1 => 0 cpages 4 faults 0 data 0 4 5 6\n"
                            + "migrate-to-device p0 5 1 0 => ENOENT"),
            new Body(
                    "migrate_multiple",
                    "",
                    (MAP + FILL + GO + "coherent: migrate-to-system p0 0 4 0 => 0 cpages 4 faults 0\n" + SEE
                                    + "munmap p0 0 4\n")
                            .repeat(10)),
            new Body(
                    "anon_read_multiple",
                    "",
                    (MAP + FILL + "device-load p0 0 4 0 => 0 cpages 4 faults 1 data 1 2 3 4; munmap p0 0 4\n")
                            .repeat(10)),
            new Body(
                    "anon_teardown",
                    "",
                    MAP + FILL
                            + "race device-load p0 0 4 0 | munmap p0 2 2 => 0 cpages 4 faults 1 data 1 2 3 4 or EFAULT"),
            new Body("mixedmap", "", "fops-mmap p0 0 1; device-snapshot p0 0 1 0 => 0 cpages 1: 01"),
            new Body(
                    "snapshot",
                    "",
                    "map p0 0 7; mprotect-none p0 0 1; munmap p0 1 1; load p0 2; mprotect-read p0 2 1; store p0 3 4\n"
                            + "mprotect-read p0 3 1; store p0 4 5; store p0 5 6; store p0 6 7\n"
                            + "migrate-to-device p0 5 1 0 => 0 cpages 1 faults 0 data 6\n"
                            + "migrate-to-device p0 6 1 1 => 0 cpages 1 faults 0 data 7\n"
                            + "private: device-snapshot p0 0 7 0 => 0 cpages 7: ff ff 11 01 02 22 00\n"
                            + "coherent: device-snapshot p0 0 7 0 => 0 cpages 7: ff ff 11 01 02 42 52"),
            new Body("compound", "hugetlb", ""),
            new Body(
                    "double_map",
                    "",
                    MAP + FILL + "mprotect-read p0 0 4; device-load p0 0 4 0 => 0 cpages 4 faults 1 data 1 2 3 4\n"
                            + "device-load p0 0 4 1 => 0 cpages 4 faults 1 data 1 2 3 4\n"
                            + "migrate-to-device p0 0 4 1 => 0 cpages 4 faults 0 data 1 2 3 4\n"
                            + "device-load p0 0 4 0 => 0 cpages 4 faults 1 data 1 2 3 4"),
            new Body(
                    "exclusive",
                    "",
                    MAP + FILL + "device-exclusive p0 0 4 0 => 0 cpages 4 faults 0 data 1 2 3 4\n" + SEE
                            + "store p0 0 11; store p0 1 12; store p0 2 13; store p0 3 14; load p0 0 => 11; load p0 3 => 14\n"
                            + "check-exclusive p0 0 4 0 => 0"),
            new Body(
                    "exclusive_mprotect",
                    "",
                    MAP + FILL + "device-exclusive p0 0 4 0 => 0 cpages 4 faults 0 data 1 2 3 4; mprotect-read p0 0 4\n"
                            + "device-store p0 0 4 0 5 => EPERM"),
            new Body(
                    "exclusive_cow",
                    "",
                    MAP + FILL + "device-exclusive p0 0 4 0 => 0 cpages 4 faults 0 data 1 2 3 4; fork p0 p1 => 0\n"
                            + SEE
                            + "store p0 0 11; store p1 0 21; load p1 3 => 4; store p0 3 14; store p1 3 24\n"
                            + "load p0 0 => 11; load p1 0 => 21; load p0 3 => 14; load p1 3 => 24"),
            new Body("hmm_gup_test", "longterm pins", ""),
            new Body(
                    "hmm_cow_in_device",
                    "",
                    MAP + FILL + GO + "fork p0 p1; store p0 0 11; store p0 1 12; store p0 2 13; store p0 3 14\n"
                            + "device-snapshot p0 0 4 0 => 0 cpages 4: 02 02 02 02"));

    private HmmTests() {}
}
