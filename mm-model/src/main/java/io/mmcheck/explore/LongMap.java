package io.mmcheck.explore;

import io.mmcheck.machine.Hash;
import java.util.Arrays;

/** A growing map from any 64-bit number to a number from 0. Unlike {@link LongSet} it mixes its keys itself. */
final class LongMap {
    static final int ABSENT = -1;

    private long[] keys;
    private int[] values;
    private int size;

    LongMap(int expected) {
        keys = new long[Integer.highestOneBit(Math.max(16, expected)) * 2];
        values = new int[keys.length];
        Arrays.fill(values, ABSENT);
    }

    int size() {
        return size;
    }

    /** The value of the key, or {@link #ABSENT}. */
    int get(long key) {
        return values[place(key)];
    }

    /** Sets the value of the key, which must not be {@link #ABSENT}. */
    void put(long key, int value) {
        int at = place(key);
        if (values[at] == ABSENT) {
            size++;
        }
        keys[at] = key;
        values[at] = value;
        if (size > keys.length / 8 * 5) {
            grow();
        }
    }

    /** The value of the key, which becomes this one if it had none. */
    int putIfAbsent(long key, int value) {
        int at = place(key);
        if (values[at] != ABSENT) {
            return values[at];
        }
        put(key, value);
        return value;
    }

    /** Forgets everything, keeping the room. */
    void clear() {
        if (size > 0) {
            Arrays.fill(values, ABSENT);
            size = 0;
        }
    }

    /** Reads where these keys belong, so that memory brings all these places at once; the result means nothing. */
    long touch(long[] wanted, int size) {
        long sum = 0;
        for (int i = 0; i < size; i++) {
            int at = (int) Hash.mix(wanted[i]) & keys.length - 1;
            sum += keys[at] + values[at];
        }
        return sum;
    }

    private int place(long key) {
        int mask = keys.length - 1;
        int at = (int) Hash.mix(key) & mask;
        while (values[at] != ABSENT && keys[at] != key) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new int[keys.length];
        Arrays.fill(values, ABSENT);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != ABSENT) {
                int to = place(oldKeys[i]);
                keys[to] = oldKeys[i];
                values[to] = oldValues[i];
            }
        }
    }
}
