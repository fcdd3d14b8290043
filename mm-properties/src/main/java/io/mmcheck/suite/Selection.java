package io.mmcheck.suite;

import io.mmcheck.program.NearMatches;
import io.mmcheck.property.Property;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Which properties a check is about. */
final class Selection {
    private Selection() {}

    /**
     * The properties that are included and not excluded, by id.
     *
     * @throws IllegalArgumentException if a pattern matches nothing, or two properties have one id
     */
    static List<Property> of(CheckRequest request) {
        TreeMap<String, Property> all = new TreeMap<>();
        for (Property property : request.properties()) {
            Property other = all.put(property.id(), property);
            if (other != null) {
                throw new IllegalArgumentException("two properties are named " + property.id() + ": "
                        + other.getClass().getName() + " and "
                        + property.getClass().getName());
            }
        }
        List<String> ids = List.copyOf(all.keySet());
        for (List<String> patterns :
                List.of(request.includes(), request.excludes(), List.copyOf(request.expectViolation()))) {
            for (String pattern : patterns) {
                if (ids.stream().noneMatch(id -> matches(pattern, id))) {
                    throw new IllegalArgumentException(NearMatches.message("property", pattern, ids));
                }
            }
        }
        List<Property> chosen = new ArrayList<>();
        for (Property property : all.values()) {
            String id = property.id();
            boolean included = request.includes().isEmpty()
                    || request.includes().stream().anyMatch(pattern -> matches(pattern, id));
            if (included && request.excludes().stream().noneMatch(pattern -> matches(pattern, id))) {
                chosen.add(property);
            }
        }
        chosen.sort(Comparator.comparing(Property::id));
        return List.copyOf(chosen);
    }

    /** Whether an id fits a pattern in which {@code *} stands for any characters. */
    static boolean matches(String pattern, String id) {
        return id.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
    }
}
