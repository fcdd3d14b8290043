package io.mmcheck.house;

import io.mmcheck.explore.Monitor;
import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Moved;
import io.mmcheck.program.Place;
import io.mmcheck.program.Program;
import io.mmcheck.program.World;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The programs of the sources with all their labels, and a monitor that crosses out those that runs execute. */
final class Labels {
    private Labels() {}

    /** A label of a program, told apart by the program itself: two forms of a function may have one name. */
    record Label(Program<?, ?> program, Enum<?> label) {
        static Set<Label> of(Program<?, ?> program) {
            Set<Label> labels = new LinkedHashSet<>();
            program.labels().forEach(label -> labels.add(new Label(program, label)));
            return labels;
        }

        @Override
        public String toString() {
            return program + "." + label;
        }
    }

    /** Every program that is in a static field of a class of the model, with that class. */
    static Map<Program<?, ?>, Class<?>> programs() {
        Map<Program<?, ?>, Class<?>> programs = new LinkedHashMap<>();
        for (Class<?> type : classes()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getType() == Program.class && Modifier.isStatic(field.getModifiers())) {
                    programs.putIfAbsent(read(field), type);
                }
            }
        }
        return programs;
    }

    /** Every enum named {@code At}: the labels that the sources speak of. */
    static List<Class<?>> enums() {
        return classes().stream()
                .filter(type -> type.isEnum() && type.getSimpleName().equals("At"))
                .toList();
    }

    private static List<Class<?>> classes() {
        List<Class<?>> classes = new ArrayList<>();
        for (Source source : Source.all("main")) {
            if (source.file().startsWith(Source.root().resolve("mm-model"))
                    && !source.name().endsWith("-info")) {
                withNested(load(source.packageName() + "." + source.name()), classes);
            }
        }
        return classes;
    }

    private static void withNested(Class<?> type, List<Class<?>> classes) {
        classes.add(type);
        for (Class<?> nested : type.getDeclaredClasses()) {
            withNested(nested, classes);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Program<?, ?> read(Field field) {
        try {
            field.setAccessible(true);
            return (Program<?, ?>) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Crosses out what is executed; "violated" when nothing is left, so that a search can end there. */
    static final class Missing implements Monitor<Machine> {
        private final Set<Label> left;
        private final Set<Place> known = new HashSet<>();

        Missing(Collection<Label> wanted) {
            this.left = new LinkedHashSet<>(wanted);
        }

        Set<Label> left() {
            return left;
        }

        @Override
        public String id() {
            return "missing-labels";
        }

        @Override
        public Object judge(Object state, World<Machine> before, World<Machine> after) {
            Moved<Machine> moved = after.moved();
            if (moved != null && known.add(moved.place())) {
                left.remove(new Label(moved.place().program(), moved.place().label()));
                return left.isEmpty() ? new Violation("all labels are reached") : state;
            }
            return state;
        }
    }
}
