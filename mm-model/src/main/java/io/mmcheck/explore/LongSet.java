package io.mmcheck.explore;

/** A growing set of 64-bit numbers that are well mixed already: open addressing, the low bits are the place. */
final class LongSet {
    private long[] slots;
    private boolean hasZero;
    private int size;

    LongSet(int expected) {
        slots = new long[Integer.highestOneBit(Math.max(16, expected)) * 2];
    }

    /** Whether the number was not in the set. */
    boolean add(long number) {
        if (number == 0) {
            boolean fresh = !hasZero;
            hasZero = true;
            size += fresh ? 1 : 0;
            return fresh;
        }
        int mask = slots.length - 1;
        int at = (int) number & mask;
        while (slots[at] != 0) {
            if (slots[at] == number) {
                return false;
            }
            at = (at + 1) & mask;
        }
        slots[at] = number;
        size++;
        if (size > slots.length / 4 * 3) {
            grow();
        }
        return true;
    }

    /** Reads where these numbers belong, so that memory brings all these places at once; the result means nothing. */
    long touch(long[] numbers, int size) {
        long sum = 0;
        for (int i = 0; i < size; i++) {
            sum += slots[(int) numbers[i] & slots.length - 1];
        }
        return sum;
    }

    int size() {
        return size;
    }

    private void grow() {
        if (slots.length >= 1 << 30) {
            throw new IllegalStateException("more than " + size + " states do not fit the visited set");
        }
        long[] old = slots;
        slots = new long[old.length * 2];
        int mask = slots.length - 1;
        for (long number : old) {
            if (number != 0) {
                int at = (int) number & mask;
                while (slots[at] != 0) {
                    at = (at + 1) & mask;
                }
                slots[at] = number;
            }
        }
    }
}
