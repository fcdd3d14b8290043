package io.mmcheck.program;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What somebody may have meant: names that differ from the one given in a few letters, or that contain it. */
public final class NearMatches {
    private static final int MOST = 5;

    private NearMatches() {}

    /** The nearest names first, at most {@value #MOST}; empty if none is near. */
    public static List<String> of(String given, Collection<String> names) {
        int within = Math.max(2, given.length() / 3);
        return names.stream()
                .filter(name -> distance(given, name) <= within || sharesWords(given, name))
                .sorted(Comparator.<String>comparingInt(name -> distance(given, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
    }

    /** {@code no <what> 'given'}, with what is near, or with everything there is. */
    public static String message(String what, String given, Collection<String> names) {
        List<String> near = of(given, names);
        String message = "no " + what + " is named '" + given + "'";
        return near.isEmpty()
                ? message + "; there are: "
                        + String.join(", ", names.stream().sorted().toList())
                : message + "; near: " + String.join(", ", near);
    }

    private static boolean sharesWords(String given, String name) {
        return given.length() >= 3 && name.contains(given) || name.length() >= 3 && given.contains(name);
    }

    /** How many letters have to be inserted, removed or replaced. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
