package io.mmcheck.maven;

import io.mmcheck.report.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What has to be violated for the build to succeed.
 *
 * @param any at least one property, whichever
 * @param named these properties, on each kernel, and no other
 */
record Expectation(boolean any, Set<String> named) {
    static final Expectation NOTHING = new Expectation(false, Set.of());

    /** Absent, blank or {@code false}: nothing. {@code true}: at least one. Otherwise names, separated by commas. */
    static Expectation parse(@Nullable String text) {
        if (text == null || text.isBlank() || text.strip().equals("false")) {
            return NOTHING;
        }
        if (text.strip().equals("true")) {
            return new Expectation(true, Set.of());
        }
        return new Expectation(
                false,
                Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(s -> !s.isEmpty())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    boolean expects(String property) {
        return any || named.contains(property);
    }

    /** Why the build fails, or null. */
    @Nullable
    String failure(List<Verdict> verdicts) {
        if (any) {
            return verdicts.stream().anyMatch(Expectation::violated)
                    ? null
                    : "a violation was expected, but all properties hold";
        }
        List<String> missing = named.stream()
                .filter(n -> verdicts.stream().noneMatch(v -> v.property().equals(n))
                        || verdicts.stream().anyMatch(v -> v.property().equals(n) && !violated(v)))
                .toList();
        if (!missing.isEmpty()) {
            return "a violation was expected, but there is none of " + String.join(", ", missing);
        }
        List<String> failed = verdicts.stream()
                .filter(v -> v.failed() && !named.contains(v.property()))
                .map(Expectation::name)
                .toList();
        return failed.isEmpty() ? null : message(failed, verdicts.size());
    }

    private static String message(List<String> failed, int all) {
        return failed.size() + " of " + Layout.count(all, "property", "properties")
                + (failed.size() == 1 ? " is" : " are") + " violated: " + String.join(", ", failed);
    }

    private static boolean violated(Verdict verdict) {
        return verdict.outcome() == Verdict.Outcome.VIOLATED;
    }

    private static String name(Verdict verdict) {
        String name =
                verdict.kernel().equals("today") ? verdict.property() : verdict.property() + " on " + verdict.kernel();
        return violated(verdict) ? name : name + " (never seen)";
    }
}
