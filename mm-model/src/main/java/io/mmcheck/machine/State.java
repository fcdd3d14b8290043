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
}
