package io.mmcheck.jqwik;

import io.mmcheck.program.Kernel;
import io.mmcheck.program.Patch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The contracts that the tests of a build implement, for whoever runs them without an engine. */
public final class Contracts {
    private static final String SUFFIX = ".class";

    private Contracts() {}

    /** The kernel that a contract is about: patches and drivers on top of the one that it names. */
    public static Kernel kernel(MigrationContract contract) {
        List<Patch> patches = new ArrayList<>(contract.patches());
        patches.addAll(contract.drivers());
        Kernel kernel = contract.kernel();
        return patches.isEmpty() ? kernel : kernel.with(patches.toArray(Patch[]::new));
    }

    /**
     * One of each class below a directory of compiled tests that implements the contract, by name. Nested classes are left out,
     * as Surefire leaves them out.
     *
     * @throws IllegalArgumentException if such a class cannot be made
     */
    public static List<MigrationContract> in(Path directory, ClassLoader loader) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<MigrationContract> contracts = new ArrayList<>();
        for (String name : names(directory)) {
            Class<? extends MigrationContract> type = contract(name, loader);
            if (type != null) {
                contracts.add(make(type));
            }
        }
        return contracts;
    }

    private static List<String> names(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(file -> directory.relativize(file))
                    .map(file -> StreamSupport.stream(file.spliterator(), false)
                            .map(Path::toString)
                            .collect(Collectors.joining(".")))
                    .filter(name -> name.endsWith(SUFFIX) && name.indexOf('$') < 0 && !name.endsWith("-info.class"))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }

    private static @Nullable Class<? extends MigrationContract> contract(String name, ClassLoader loader) {
        try {
            Class<?> type = Class.forName(name, false, loader);
            boolean implemented = MigrationContract.class.isAssignableFrom(type)
                    && !type.isInterface()
                    && !Modifier.isAbstract(type.getModifiers());
            return implemented ? type.asSubclass(MigrationContract.class) : null;
        } catch (ClassNotFoundException | LinkageError e) {
            return null; // a test that needs what is not there is no business of ours
        }
    }

    private static MigrationContract make(Class<? extends MigrationContract> type) {
        try {
            Constructor<? extends MigrationContract> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(
                    type.getName() + " implements MigrationContract and wants a constructor without parameters", e);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(type.getName() + " cannot be made: " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type.getName() + " cannot be made: " + e, e);
        }
    }
}
