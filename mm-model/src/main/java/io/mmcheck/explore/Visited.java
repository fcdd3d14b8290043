package io.mmcheck.explore;

/** Which states have been reached, and how. */
interface Visited {
    int NO = -1;

    /**
     * Whether a state has to be expanded: {@code node} if it is new, otherwise the node that it was before, or {@link #NO} if
     * that is not kept.
     */
    int admit(long key, int holder, int phase, int depth, int node);

    /** Reads where these keys will be looked for, so that memory brings them all at once; the result means nothing. */
    default long touch(long[] keys, int size) {
        return 0;
    }

    /** How many keys have been admitted. */
    int size();

    /** Known or not. */
    final class Plain implements Visited {
        private final LongSet keys = new LongSet(1 << 14);

        @Override
        public long touch(long[] keys, int size) {
            return this.keys.touch(keys, size);
        }

        @Override
        public int admit(long key, int holder, int phase, int depth, int node) {
            return keys.add(key) ? node : NO;
        }

        @Override
        public int size() {
            return keys.size();
        }
    }

    /** Known as which node; the key tells holders and phases apart. */
    final class Numbered implements Visited {
        private final LongMap keys = new LongMap(1 << 14);

        @Override
        public long touch(long[] keys, int size) {
            return this.keys.touch(keys, size);
        }

        @Override
        public int admit(long key, int holder, int phase, int depth, int node) {
            return keys.putIfAbsent(key, node);
        }

        @Override
        public int size() {
            return keys.size();
        }
    }

    /**
     * For bounded preemptions. Whoever held the processor when a world was reached, from there it costs at most one preemption
     * to go on with somebody else. So a world reached with fewer preemptions and no more steps makes this visit pointless, and
     * so does one reached at equal cost with the same holder, or with none.
     */
    final class Interrupted implements Visited {
        private static final int HOLDERS = 9;
        private static final int DEPTHS = 18;
        private final LongMap keys = new LongMap(1 << 14);
        private int worlds;

        @Override
        public long touch(long[] keys, int size) {
            return this.keys.touch(keys, size);
        }

        @Override
        public int admit(long key, int holder, int phase, int depth, int node) {
            if (depth >= 1 << DEPTHS || phase >= 1 << 31 - HOLDERS - DEPTHS) {
                throw new IllegalStateException(
                        "runs of more than " + (1 << DEPTHS) + " steps or too many preemptions");
            }
            int bit = 1 << holder + 1;
            int fresh = (phase << DEPTHS | depth) << HOLDERS | bit;
            int known = keys.putIfAbsent(key, fresh);
            if (known == fresh && keys.size() > worlds) {
                worlds = keys.size();
                return node;
            }
            int knownDepth = known >>> HOLDERS & (1 << DEPTHS) - 1;
            int knownPhase = known >>> HOLDERS + DEPTHS;
            if (knownDepth <= depth && (knownPhase < phase || (known & (bit | 1)) != 0)) {
                return NO;
            }
            keys.put(key, knownPhase == phase ? known | bit : fresh);
            return node;
        }

        @Override
        public int size() {
            return worlds;
        }
    }
}
