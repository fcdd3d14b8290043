package io.mmcheck.property;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The properties that there are. */
public final class Properties {
    private Properties() {}

    /** Those of this library and those that the class path provides, by id. */
    public static List<Property> all() {
        return loadedBy(Properties.class.getClassLoader());
    }

    /**
     * As {@link #all}, looked for by another class loader.
     *
     * @throws IllegalStateException if two have one id
     */
    public static List<Property> loadedBy(ClassLoader loader) {
        List<Property> found = new ArrayList<>();
        ServiceLoader.load(Property.class, loader).forEach(found::add);
        found.sort(Comparator.comparing(Property::id));
        for (int i = 1; i < found.size(); i++) {
            if (found.get(i).id().equals(found.get(i - 1).id())) {
                throw new IllegalStateException(
                        "two properties have the id " + found.get(i).id() + ": "
                                + found.get(i - 1).getClass().getName() + " and "
                                + found.get(i).getClass().getName());
            }
        }
        return List.copyOf(found);
    }

    /** The property of this id among those of {@link #all}. */
    public static Property named(String id) {
        for (Property property : all()) {
            if (property.id().equals(id)) {
                return property;
            }
        }
        throw new IllegalArgumentException("there is no property " + id + "; there are "
                + String.join(", ", all().stream().map(Property::id).toList()));
    }
}
