package io.mmcheck.machine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * 64-bit hashes of immutable values, the same in every JVM. Nobody writes hash code by hand: the hash of a record is derived
 * once per class from its components. Allowed are primitives other than float and double, their boxes, strings, enums,
 * records, null and {@link Hashed} values; anything else is refused, because it might have an identity.
 */
public final class Hash {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long NULL = 0x5851F42D4C957F2DL;

    private static final ClassValue<MethodHandle> RECORDS = new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> type) {
            return derive(type);
        }
    };

    private static final ClassValue<long[]> ENUMS = new ClassValue<>() {
        @Override
        protected long[] computeValue(Class<?> type) {
            Object[] constants = type.getEnumConstants();
            long[] hashes = new long[constants.length];
            for (int i = 0; i < constants.length; i++) {
                hashes[i] = ofText(((Enum<?>) constants[i]).name());
            }
            return hashes;
        }
    };

    /** The recipes used lately, by the identity of their class: half the price of asking {@link #RECORDS}. */
    private static final @Nullable Recipe[] RECENT = new @Nullable Recipe[256];

    /** How to hash the records of one class. */
    private record Recipe(Class<?> type, MethodHandle hash) {}

    private Hash() {}

    /** A bijection of the 64-bit numbers that spreads every input bit over all output bits. */
    public static long mix(long x) {
        long h = x;
        h = (h ^ (h >>> 30)) * 0xBF58476D1CE4E5B9L;
        h = (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
        return h ^ (h >>> 31);
    }

    /** The contribution of a value with this hash at this position; contributions are joined by exclusive or. */
    public static long slot(int index, long hash) {
        return mix(hash + (index + 1) * GOLDEN);
    }

    /** Appends one hash to an ordered sequence of hashes. */
    public static long then(long before, long hash) {
        return mix(before * 31 + hash + GOLDEN);
    }

    /** The hash of a text, by its UTF-16 units. */
    public static long ofText(String text) {
        long h = text.length();
        for (int i = 0; i < text.length(); i++) {
            h = h * 0x100000001B3L + text.charAt(i);
        }
        return mix(h);
    }

    /**
     * The hash of any allowed value.
     *
     * @throws IllegalArgumentException if the value is of a kind that may have an identity
     */
    public static long of(@Nullable Object value) {
        if (value instanceof Hashed hashed) {
            return hashed.hash64();
        }
        if (value instanceof Record record) {
            return ofComponents(record);
        }
        return ofPlain(value);
    }

    /** As {@link #of}, ignoring every hash that was kept. */
    public static long recomputed(@Nullable Object value) {
        if (value instanceof Hashed hashed) {
            return hashed.recomputedHash64();
        }
        if (value instanceof Record record) {
            return recomputedComponents(record);
        }
        return ofPlain(value);
    }

    /** The hash of a record by its class and components, even if it is {@link Hashed}. */
    public static long ofComponents(Record record) {
        try {
            return (long) recipe(record.getClass()).hash.invokeExact((Object) record);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("cannot hash " + record.getClass().getName(), e);
        }
    }

    /** Threads may race here: each finds a recipe of the right class or makes one. */
    private static Recipe recipe(Class<?> type) {
        int at = System.identityHashCode(type) & RECENT.length - 1;
        Recipe recipe = RECENT[at];
        if (recipe == null || recipe.type != type) {
            recipe = new Recipe(type, RECORDS.get(type));
            RECENT[at] = recipe;
        }
        return recipe;
    }

    static long recomputedComponents(Record record) {
        long sum = ofText(record.getClass().getSimpleName());
        try {
            RecordComponent[] components = record.getClass().getRecordComponents();
            for (int i = 0; i < components.length; i++) {
                Method accessor = components[i].getAccessor();
                accessor.setAccessible(true);
                sum = plus(sum, recomputed(accessor.invoke(record)), factor(i));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + record.getClass().getName(), e);
        }
        return mix(sum);
    }

    /** Each component counts with an odd factor of its own; one mix at the end spreads the sum. */
    private static long plus(long sum, long hash, long factor) {
        return sum + hash * factor;
    }

    private static long factor(int component) {
        return mix((component + 1) * GOLDEN) | 1;
    }

    private static long ofPlain(@Nullable Object value) {
        if (value == null) {
            return NULL;
        }
        if (value instanceof Enum<?> e) {
            return ofEnum(e);
        }
        if (value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte) {
            return ofLong(((Number) value).longValue());
        }
        if (value instanceof Boolean b) {
            return ofBoolean(b);
        }
        if (value instanceof Character c) {
            return ofLong(c);
        }
        if (value instanceof String s) {
            return ofText(s);
        }
        throw new IllegalArgumentException(value.getClass().getName()
                + " cannot be part of a state: use primitives, strings, enums, records or Hashed values");
    }

    private static long ofLong(long value) {
        return value;
    }

    private static long ofBoolean(boolean value) {
        return value ? 1 : 0;
    }

    // an index into a table made from the names: nothing depends on the order
    @SuppressWarnings("EnumOrdinal")
    private static long ofEnum(Enum<?> value) {
        return ENUMS.get(value.getDeclaringClass())[value.ordinal()];
    }

    private static MethodHandle derive(Class<?> type) {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            MethodHandle plus = lookup.findStatic(
                    Hash.class, "plus", MethodType.methodType(long.class, long.class, long.class, long.class));
            MethodHandle sum = MethodHandles.dropArguments(
                    MethodHandles.constant(long.class, ofText(type.getSimpleName())), 0, type);
            RecordComponent[] components = type.getRecordComponents();
            for (int i = 0; i < components.length; i++) {
                MethodHandle term = MethodHandles.insertArguments(plus, 2, factor(i));
                MethodHandle both = MethodHandles.filterArguments(term, 0, sum, component(lookup, components[i]));
                sum = MethodHandles.permuteArguments(both, MethodType.methodType(long.class, type), 0, 0);
            }
            MethodHandle mix = lookup.findStatic(Hash.class, "mix", MethodType.methodType(long.class, long.class));
            return MethodHandles.filterReturnValue(sum, mix).asType(MethodType.methodType(long.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot derive the hash of " + type.getName(), e);
        }
    }

    private static MethodHandle component(MethodHandles.Lookup lookup, RecordComponent component)
            throws ReflectiveOperationException {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        MethodHandle read = lookup.unreflect(accessor);
        Class<?> type = component.getType();
        if (type == float.class || type == double.class) {
            throw new IllegalArgumentException(component + " cannot be part of a state: no floating point");
        }
        MethodHandle hash = ofType(lookup, type);
        return MethodHandles.filterReturnValue(read, hash.asType(MethodType.methodType(long.class, type)));
    }

    /** The hash of values of one declared type: what the type says already is not asked again for each value. */
    private static MethodHandle ofType(MethodHandles.Lookup lookup, Class<?> type) throws ReflectiveOperationException {
        if (type == boolean.class) {
            return lookup.findStatic(Hash.class, "ofBoolean", MethodType.methodType(long.class, boolean.class));
        }
        if (type.isPrimitive()) {
            return lookup.findStatic(Hash.class, "ofLong", MethodType.methodType(long.class, long.class));
        }
        if (Hashed.class.isAssignableFrom(type)) {
            return lookup.findStatic(Hash.class, "ofHashed", MethodType.methodType(long.class, Hashed.class));
        }
        if (type.isRecord() && type != Record.class) {
            MethodHandle known = lookup.findStatic(
                    Hash.class, "ofKnown", MethodType.methodType(long.class, MethodHandle.class, Object.class));
            return known.bindTo(RECORDS.get(type));
        }
        if (type.isEnum()) {
            MethodHandle known = lookup.findStatic(
                    Hash.class, "ofKnown", MethodType.methodType(long.class, long[].class, Enum.class));
            return known.bindTo(ENUMS.get(type));
        }
        return lookup.findStatic(Hash.class, "of", MethodType.methodType(long.class, Object.class));
    }

    @SuppressWarnings("UnusedMethod") // by name, in ofType
    private static long ofHashed(@Nullable Hashed value) {
        return value == null ? NULL : value.hash64();
    }

    @SuppressWarnings("UnusedMethod") // by name, in ofType
    private static long ofKnown(MethodHandle hash, @Nullable Object value) throws Throwable {
        return value == null ? NULL : (long) hash.invokeExact(value);
    }

    @SuppressWarnings("UnusedMethod") // by name, in ofType
    private static long ofKnown(long[] hashes, @Nullable Enum<?> value) {
        return value == null ? NULL : hashes[value.ordinal()];
    }
}
