package io.mmcheck.machine;

/**
 * A reader-writer lock.
 *
 * @param writer the thread that holds it for writing, or -1
 * @param readers one bit for each thread that holds it for reading
 */
public record RwLock(int writer, int readers) {
    public static final RwLock FREE = new RwLock(-1, 0);

    public boolean canRead() {
        return writer < 0;
    }

    public boolean canWrite() {
        return writer < 0 && readers == 0;
    }

    public boolean heldBy(ThreadId thread) {
        return writer == thread.index() || (readers & 1 << thread.index()) != 0;
    }

    public RwLock read(ThreadId self) {
        if (!canRead() || heldBy(self)) {
            throw new Bug("lock", self + " takes a lock for reading that is " + this);
        }
        return new RwLock(-1, readers | 1 << self.index());
    }

    public RwLock write(ThreadId self) {
        if (!canWrite()) {
            throw new Bug("lock", self + " takes a lock for writing that is " + this);
        }
        return new RwLock(self.index(), 0);
    }

    public RwLock release(ThreadId self) {
        if (!heldBy(self)) {
            throw new Bug("lock", self + " releases a lock that it does not hold");
        }
        return writer == self.index() ? FREE : new RwLock(-1, readers & ~(1 << self.index()));
    }

    @Override
    public String toString() {
        return writer >= 0 ? "held for writing by T" + writer : readers == 0 ? "free" : "held for reading";
    }
}
