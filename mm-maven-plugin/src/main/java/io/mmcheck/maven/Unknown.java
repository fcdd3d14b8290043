package io.mmcheck.maven;

import io.mmcheck.program.NearMatches;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;

/** Maven takes any {@code -Dmm.something} without a word; what no goal has is told here, for it changes nothing. */
final class Unknown {
    private static final Pattern NAME = Pattern.compile("\\$\\{(mm\\.[A-Za-z.]+)}");

    private Unknown() {}

    /** One warning for each property of the command line that looks like ours and is not. */
    static List<String> warnings(PluginDescriptor plugin, Collection<String> given) {
        Set<String> known = new TreeSet<>();
        for (MojoDescriptor goal : plugin.getMojos()) {
            for (Parameter parameter : goal.getParameters()) {
                String expression = parameter.getExpression();
                Matcher matcher = NAME.matcher(expression == null ? "" : expression);
                if (matcher.matches()) {
                    known.add(matcher.group(1));
                }
            }
        }
        return warnings(known, given);
    }

    /** A name with a second dot is somebody else's: {@code mm.it.include}, say. */
    static List<String> warnings(Set<String> known, Collection<String> given) {
        List<String> warnings = new ArrayList<>();
        for (String name : new TreeSet<>(given)) {
            if (name.matches("mm\\.[A-Za-z]+") && !known.contains(name)) {
                warnings.add("-D" + name + " changes nothing: "
                        + NearMatches.message("parameter of this plugin", name, known));
            }
        }
        return warnings;
    }
}
