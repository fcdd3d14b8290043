package io.mmcheck.conform;

/** What an observation shows of one page of a region. Its text is the notation of the logs. */
@SuppressWarnings("ClassInitializationDeadlock") // records without static state of their own
public sealed interface Cell {
    Cell UNMAPPED = new Unmapped();

    /** There is no VMA. */
    record Unmapped() implements Cell {
        @Override
        public String toString() {
            return "unmapped";
        }
    }

    /** There is a VMA, and no page. */
    record Empty(boolean file, boolean softDirty) implements Cell {
        @Override
        public String toString() {
            return "-" + letters(file, false, softDirty);
        }
    }

    /**
     * A mapped page.
     *
     * @param file not anonymous
     * @param exclusive mapped once
     * @param node its NUMA node, or the negative errno that move_pages shows instead: -14 for the zero page
     * @param frame its label: the order of first sight in the sequence
     * @param flags page flags, one letter each
     * @param more further columns of later recordings, as they stand, with their slashes
     */
    record Present(
            boolean file,
            boolean exclusive,
            boolean softDirty,
            int node,
            int frame,
            int mapcount,
            String flags,
            String more)
            implements Cell {
        @Override
        public String toString() {
            return "P" + letters(file, exclusive, softDirty) + "/n" + node + "/f" + frame + "/m" + mapcount + "/"
                    + flags + more;
        }

        public boolean has(char flag) {
            return flags.indexOf(flag) >= 0;
        }
    }

    /** An entry of swap type: {@code type} 0 is a swap file, 27 and 28 a writable and a readable device-private page. */
    record SwapType(boolean file, boolean exclusive, boolean softDirty, int type) implements Cell {
        @Override
        public String toString() {
            return "S" + letters(file, exclusive, softDirty) + "/type" + type;
        }
    }

    /**
     * A page of a region of huge pages.
     *
     * @param map how it is mapped: {@code hugeWdy} by a pmd, {@code Wdy} or {@code rdy} by a pte (dirty, young); or the word for
     *     what is no page
     * @param order of its folio, or -1 without one
     * @param node its NUMA node
     * @param label of the head of its folio, in the order of first sight; -1 where it is not told
     * @param mapcount of the folio
     * @param own mapcount of the page
     */
    record Part(String map, int order, int node, int label, int mapcount, int own) implements Cell {
        static Part without(String map) {
            return new Part(map, -1, 0, -1, 0, 0);
        }

        @Override
        public String toString() {
            return order < 0
                    ? map
                    : map + "/o" + order + "/n" + node + (label < 0 ? "" : "/h" + label) + "/m" + mapcount + "/pm"
                            + own;
        }
    }

    /** What this library does not read, as it stands. */
    record Other(String text) implements Cell {
        @Override
        public String toString() {
            return text;
        }
    }

    private static String letters(boolean file, boolean exclusive, boolean softDirty) {
        return (file ? "F" : "") + (exclusive ? "X" : "") + (softDirty ? "D" : "");
    }
}
