package io.mmcheck.machine;

/** A thread of a scenario. Thread n runs on CPU n: until CPUs are shared, the two numbers are one. */
public record ThreadId(int index) {
    private static final ThreadId[] SMALL = new ThreadId[8];

    static {
        for (int i = 0; i < SMALL.length; i++) {
            SMALL[i] = new ThreadId(i);
        }
    }

    /** The thread with this number, from 0 to 7: bit masks and ledgers of the machine have room for eight. */
    public static ThreadId of(int index) {
        return SMALL[index];
    }

    @Override
    public String toString() {
        return "T" + index;
    }
}
