package io.mmcheck.machine;

import io.vavr.collection.Array;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A persistent table with dense small indices. Its hash is kept incrementally, row by row, and only when somebody asks: whoever
 * changes a row several times in one step, or never asks, does not pay for it.
 *
 * @param <T> rows; must be values that {@link Hash} accepts
 */
public final class Table<T extends @Nullable Object> implements Hashed, Iterable<T> {
    private static final Table<?> EMPTY = new Table<>(Array.empty(), new long[0]);

    private final Array<T> rows;
    /** What each row adds to the hash; 0 if nobody has asked yet. Threads that race here write the same numbers. */
    private final long[] shares;
    /** All shares together; 0 if nobody has asked yet. */
    private long hash;

    private Table(Array<T> rows, long[] shares) {
        this.rows = rows;
        this.shares = shares;
    }

    /** The table without rows. */
    @SuppressWarnings("unchecked")
    public static <T extends @Nullable Object> Table<T> empty() {
        return (Table<T>) EMPTY;
    }

    /** A table of these rows. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <T extends @Nullable Object> Table<T> of(T... rows) {
        return ofAll(Array.of(rows));
    }

    /** A table of these rows. */
    public static <T extends @Nullable Object> Table<T> ofAll(Iterable<? extends T> rows) {
        Array<T> all = Array.ofAll(rows);
        return new Table<>(all, new long[all.size()]);
    }

    /** A table of {@code size} equal rows. */
    public static <T extends @Nullable Object> Table<T> fill(int size, T row) {
        return ofAll(Array.fill(size, row));
    }

    public int size() {
        return rows.size();
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The row at this index, from 0. */
    public T get(int index) {
        return rows.get(index);
    }

    /** This table with another row at this index. */
    public Table<T> with(int index, T row) {
        if (rows.get(index) == row) {
            return this;
        }
        long[] kept = shares.clone();
        kept[index] = 0;
        return new Table<>(rows.update(index, row), kept);
    }

    /** This table with one more row at its end. */
    public Table<T> plus(T row) {
        return new Table<>(rows.append(row), Arrays.copyOf(shares, shares.length + 1));
    }

    /** The first {@code size} rows. */
    public Table<T> take(int size) {
        return size >= rows.size() ? this : ofAll(rows.take(size));
    }

    /** The rows as a vavr array, for reading. */
    public Array<T> rows() {
        return rows;
    }

    @Override
    public Iterator<T> iterator() {
        return rows.iterator();
    }

    /** Reads the references to all rows, see {@link State#touch}. */
    public long touch() {
        long sum = 0;
        for (int i = 0; i < shares.length; i++) {
            sum += rows.get(i) == null ? 0 : 1;
        }
        return sum;
    }

    @Override
    public long hash64() {
        if (hash == 0) {
            hash = hashOfRows();
        }
        return hash;
    }

    private long hashOfRows() {
        long h = 0;
        for (int i = 0; i < shares.length; i++) {
            if (shares[i] == 0) {
                shares[i] = Hash.slot(i, Hash.of(rows.get(i)));
            }
            h ^= shares[i];
        }
        return h;
    }

    @Override
    public long recomputedHash64() {
        long h = 0;
        for (int i = 0; i < rows.size(); i++) {
            h ^= Hash.slot(i, Hash.recomputed(rows.get(i)));
        }
        return h;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Table<?> that && hash64() == that.hash64() && sameRows(that);
    }

    /** Tables of one run share most rows, and an iterator would cost more than the comparison. */
    private boolean sameRows(Table<?> that) {
        if (rows.size() != that.rows.size()) {
            return false;
        }
        for (int i = 0; i < rows.size(); i++) {
            if (!Objects.equals(rows.get(i), that.rows.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash64());
    }

    @Override
    public String toString() {
        return rows.mkString("[", ", ", "]");
    }
}
