package io.mmcheck.run;

import io.mmcheck.history.Patches;
import io.mmcheck.history.Release;
import io.mmcheck.operation.Operations;
import io.mmcheck.program.Patch;
import io.mmcheck.property.Properties;
import io.mmcheck.scenario.Actions;
import io.mmcheck.scenario.Setups;
import java.util.Locale;
import java.util.stream.Collectors;

/** mm:list: properties, operations, setups, patches and releases, one line each. */
final class ListJob implements Job {
    @Override
    public Ending run(Request request, Answer answer) {
        answer.info("Properties");
        Properties.all().forEach(p -> answer.info(row(p.id(), p.statement())));
        answer.info("Operations");
        Operations.ALL.forEach(kind -> answer.info("  " + Actions.usage(kind)));
        answer.info("Setups");
        Setups.names().forEach(name -> answer.info(row(name, String.join("; ", Setups.recipe(name)))));
        answer.info("Patches (mm.kernel=today+PATCH)");
        Patches.all().forEach(p -> answer.info(row(p.id(), text(p))));
        answer.info("Releases: what they take back, for all paths modelled so far, and nothing else");
        Release.ALL.forEach(r -> answer.info(row(r.name(), text(r))));
        return Ending.done("");
    }

    private static String row(String name, String text) {
        return String.format(Locale.ROOT, "  %-34s %s", name, text).stripTrailing();
    }

    private static String text(Patch patch) {
        return patch.description()
                + (patch.breaks().isEmpty()
                        ? ""
                        : "; breaks " + patch.breaks().stream().sorted().collect(Collectors.joining(", ")));
    }

    private static String text(Release release) {
        return release.patches().stream().map(Patch::id).collect(Collectors.joining(", "));
    }
}
