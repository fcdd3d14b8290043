package io.mmcheck.mutate;

import io.mmcheck.machine.AddressSpace;
import io.mmcheck.machine.AnonVma;
import io.mmcheck.machine.Cpu;
import io.mmcheck.machine.Device;
import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.PageTable;
import io.mmcheck.machine.RwLock;
import io.mmcheck.machine.SwapSlot;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.ThreadId;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The machine in parts, by the names of their components: {@code pages.refs} stands for the reference counts of all pages. It
 * tells which parts a step changes and gives single parts back their old value, whatever the machine is made of.
 */
final class Parts {
    /** What is looked into; everything else is a value that changes as a whole: a pte, a TLB entry, a lock. */
    private static final Set<Class<?>> CONTAINERS = Set.of(
            Machine.class,
            Page.class,
            Mm.class,
            PageTable.class,
            AnonVma.class,
            Cpu.class,
            SwapSlot.class,
            Device.class,
            Device.Mirror.class,
            AddressSpace.class);

    /** The reference count and the ledger that keeps its books: one act of the kernel, so one part. */
    static final String REFERENCES = "pages.refs";

    private static final String LEDGER = "pages.held";

    /** What a page still holds when it is free: nobody sees it, and who allocates the page begins with none of it. */
    private static final Set<String> FORGOTTEN =
            Set.of("data", "dirty", "uptodate", "writeback", "swapBacked", "exclusive", "mlocked");

    static final Map<LockClass, String> LOCKS = Map.of(
            LockClass.MMAP, "mms.lock",
            LockClass.FOLIO, "pages.lockedBy",
            LockClass.I_MMAP, "files.iMmap",
            LockClass.ANON_VMA, "anonVmas.lock",
            LockClass.PMD, "mms.pmdLock",
            LockClass.PTL, "tables.ptl",
            LockClass.DEVICE, "devices.mutex");

    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return Shape.of(type);
        }
    };

    private Parts() {}

    /** The parts in which two machines differ, in the order of their names. */
    static Set<String> changed(Machine before, Machine after) {
        TreeSet<String> parts = new TreeSet<>();
        compare("", before, after, parts);
        if (parts.remove(LEDGER)) {
            parts.add(REFERENCES);
        }
        return parts;
    }

    private static void compare(String path, @Nullable Object before, @Nullable Object after, Set<String> parts) {
        if (before == after) {
            return;
        }
        if (before instanceof Table<?> a && after instanceof Table<?> b && a.size() == b.size()) {
            for (int i = 0; i < a.size(); i++) {
                compare(path, a.get(i), b.get(i), parts);
            }
        } else if (before != null
                && after != null
                && before.getClass() == after.getClass()
                && CONTAINERS.contains(before.getClass())) {
            Shape shape = SHAPES.get(before.getClass());
            boolean forgets = after instanceof Page page && page.isFree();
            for (int i = 0; i < shape.names.size(); i++) {
                if (!forgets || !FORGOTTEN.contains(shape.names.get(i))) {
                    compare(join(path, shape.names.get(i)), shape.get(before, i), shape.get(after, i), parts);
                }
            }
        } else if (!Objects.equals(before, after)) {
            parts.add(path);
        }
    }

    /** The machine after a step, with one part as it was before. */
    static Machine keep(Machine before, Machine after, String part) {
        Machine kept = (Machine) merge("", before, after, part, (old, now) -> old);
        return part.equals(REFERENCES) ? (Machine) merge("", before, kept, LEDGER, (old, now) -> old) : kept;
    }

    /** A machine in which all locks of a class are free. */
    static Machine unlocked(Machine m, String lock) {
        return (Machine) merge("", m, m, lock, (old, now) -> old instanceof RwLock ? RwLock.FREE : Integer.valueOf(-1));
    }

    /** A machine in which a thread holds all locks of a class that are in its way. */
    static Machine lockedBy(Machine m, String lock, ThreadId self) {
        Object held = self.index();
        return (Machine)
                merge("", m, m, lock, (old, now) -> old instanceof RwLock ? new RwLock(self.index(), 0) : held);
    }

    private static Object merge(String path, Object before, Object after, String part, BinaryOperator<Object> pick) {
        if (path.equals(part) && !(after instanceof Table)) {
            return pick.apply(before, after);
        }
        if (!part.startsWith(path)) {
            return after;
        }
        if (before instanceof Table<?> a && after instanceof Table<?> b) {
            return a.size() == b.size() ? rows(path, a, b, part, pick) : path.equals(part) ? before : after;
        }
        if (before.getClass() != after.getClass() || !CONTAINERS.contains(before.getClass())) {
            return after;
        }
        Shape shape = SHAPES.get(before.getClass());
        for (int i = 0; i < shape.names.size(); i++) {
            String name = join(path, shape.names.get(i));
            if (part.equals(name) || part.startsWith(name + ".")) {
                Object now = Objects.requireNonNull(shape.get(after, i));
                Object merged = merge(name, Objects.requireNonNull(shape.get(before, i)), now, part, pick);
                return merged == now ? after : shape.with(after, i, merged);
            }
        }
        return after;
    }

    private static Object rows(String path, Table<?> before, Table<?> after, String part, BinaryOperator<Object> pick) {
        @SuppressWarnings("unchecked")
        Table<Object> merged = (Table<Object>) after;
        for (int i = 0; i < after.size(); i++) {
            Object now = Objects.requireNonNull(after.get(i));
            merged = merged.with(i, merge(path, Objects.requireNonNull(before.get(i)), now, part, pick));
        }
        return merged;
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** The components of a record class. */
    private record Shape(List<String> names, List<Method> readers, MethodHandle maker) {
        static Shape of(Class<?> type) {
            List<String> names = new ArrayList<>();
            List<Method> readers = new ArrayList<>();
            List<Class<?>> types = new ArrayList<>();
            for (RecordComponent component : type.getRecordComponents()) {
                names.add(component.getName());
                readers.add(component.getAccessor());
                types.add(component.getType());
            }
            try {
                MethodHandle maker =
                        MethodHandles.publicLookup().findConstructor(type, MethodType.methodType(void.class, types));
                return new Shape(names, readers, maker);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("the machine has a part that nobody can make: " + type, e);
            }
        }

        @Nullable
        Object get(Object record, int component) {
            try {
                return readers.get(component).invoke(record);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        Object with(Object record, int component, Object value) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                values.add(i == component ? value : get(record, i));
            }
            try {
                return maker.invokeWithArguments(values);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
