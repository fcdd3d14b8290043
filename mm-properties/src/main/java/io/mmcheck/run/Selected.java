package io.mmcheck.run;

import io.mmcheck.program.NearMatches;
import io.mmcheck.property.Properties;
import io.mmcheck.property.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which properties a request is about.
 *
 * @param all those that there are, of the library, of the class path and of contracts
 * @param chosen those that are left
 * @param noMatch what is wrong with a name that matches none, or null
 */
record Selected(
        List<Property> all, List<Property> chosen, @Nullable String noMatch) {

    static Selected of(Request request) {
        return of(request, Properties.all());
    }

    /**
     * {@code mm.property} names properties that have to exist, and so does {@code mm.expectViolation}; {@code mm.includes} and
     * {@code mm.excludes} are patterns for several builds and may match none in this one.
     */
    static Selected of(Request request, List<Property> properties) {
        TreeMap<String, Property> byId = new TreeMap<>();
        properties.forEach(p -> byId.putIfAbsent(p.id(), p));
        List<Property> all = new ArrayList<>(byId.values());
        for (String setting : List.of("property", "expectViolation")) {
            for (String pattern : request.list(setting)) {
                if (byId.keySet().stream().noneMatch(id -> matches(pattern, id))) {
                    String message = NearMatches.message("property", pattern, byId.keySet());
                    return new Selected(all, List.of(), "mm." + setting + ": " + message);
                }
            }
        }
        List<Property> chosen = all.stream()
                .filter(p -> in(request.list("property"), p.id(), true))
                .filter(p -> in(request.list("includes"), p.id(), true))
                .filter(p -> !in(request.list("excludes"), p.id(), false))
                .toList();
        return new Selected(all, chosen, null);
    }

    /** What to say if none is left. */
    static String nothingLeft(Request request, int all) {
        String filters = Stream.of("property", "includes", "excludes")
                .filter(setting -> request.setting(setting) != null)
                .map(setting -> "mm." + setting + "=" + request.setting(setting))
                .collect(Collectors.joining(", "));
        return "no property is left of " + all + (filters.isEmpty() ? "" : " with " + filters)
                + "; mm:list names them, and mm.failIfNoProperties=false makes this no failure";
    }

    /** Those of a target that are left; two targets may have different properties of one id. */
    List<Property> of(Target target) {
        return target.properties().stream()
                .filter(p -> chosen.stream().anyMatch(c -> c.id().equals(p.id())))
                .toList();
    }

    private static boolean in(List<String> patterns, String id, boolean ifNone) {
        return patterns.isEmpty() ? ifNone : patterns.stream().anyMatch(pattern -> matches(pattern, id));
    }

    /** Whether an id fits a pattern in which {@code *} stands for any characters. */
    private static boolean matches(String pattern, String id) {
        return id.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
    }
}
