package io.mmcheck.machine;

/** What programs act upon: an immutable value with a hash. {@link Machine} is the one of this library. */
public interface State extends Hashed {
    @Override
    default long hash64() {
        return Hash.ofComponents((Record) this);
    }

    @Override
    default long recomputedHash64() {
        return Hash.recomputedComponents((Record) this);
    }

    /**
     * Which parts are other ones than those of an earlier state of the same run: one of the low 24 bits for each part. Parts that
     * were replaced by equal ones may count as other ones.
     */
    @SuppressWarnings("ReferenceEquality") // states share what a step did not touch
    default int changedSince(State before) {
        return this == before ? 0 : 0xFFFFFF;
    }

    /**
     * Reads what programs will read first, so that memory brings it for many states at once; see {@code World.touch}. The result
     * means nothing.
     */
    default long touch() {
        return 0;
    }
}
