package io.mmcheck.run;

import io.mmcheck.conform.ConformResult;
import io.mmcheck.conform.ConformText;
import io.mmcheck.conform.Conformance;
import io.mmcheck.conform.KernelLog;
import io.mmcheck.conform.LogParser;
import io.mmcheck.conform.MalformedLogException;
import io.mmcheck.conform.Settings;
import io.mmcheck.conform.SwapBackend;
import io.mmcheck.program.Kernel;
import io.mmcheck.report.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** mm:conform: the log of a real kernel held against a kernel of the model. */
final class ConformJob implements Job {
    @Override
    public Ending run(Request request, Answer answer) {
        String log = request.setting("log");
        if (log == null || !Files.isRegularFile(Path.of(log))) {
            throw new CannotRunException(
                    log == null ? "mm:conform wants a log: -Dmm.log=FILE" : "mm.log: there is no file " + log);
        }
        Kernel kernel = KernelList.one(request.setting("kernel", "today"), List.of());
        double least = least(request);
        ConformResult result;
        try {
            KernelLog recorded = LogParser.parse(Path.of(log));
            int all = recorded.sequences().size();
            result = Conformance.run(
                    recorded,
                    kernel,
                    settings(request),
                    done -> answer.progress(kernel.name(), done, all, "sequences", -1));
        } catch (IOException e) {
            throw new CannotRunException("cannot read " + log + ": " + e.getMessage(), e);
        } catch (MalformedLogException e) {
            throw new CannotRunException(String.valueOf(e.getMessage()), e);
        }
        ConformText.lines(result).forEach(answer::info);
        answer.send(Message.of(ConformData.TYPE).with("data", Json.text(ConformData.of(result))));
        return ending(result, least);
    }

    private static double least(Request request) {
        double least = Double.parseDouble(request.setting("minAgreement", "0"));
        if (least >= 0 && least <= 100) {
            return least;
        }
        throw new CannotRunException("mm.minAgreement is a percentage from 0 to 100, not " + least);
    }

    private static Settings settings(Request request) {
        Settings settings = Settings.USUAL.withDirty(request.flag("dirty"));
        String swap = request.setting("swap");
        return swap == null
                ? settings
                : settings.withSwap(Arrays.stream(SwapBackend.values())
                        .filter(b -> b.toString().equals(swap) || b.name().equalsIgnoreCase(swap))
                        .findFirst()
                        .orElseThrow(() -> new CannotRunException("mm.swap is one of "
                                + Arrays.toString(SwapBackend.values()) + ", not '" + swap + "'")));
    }

    private static Ending ending(ConformResult result, double least) {
        if (result.operations().compared() == 0) {
            return Ending.nothing("no operation of " + result.log() + " could be compared");
        }
        String summary = ConformText.summary(result);
        return result.agreement() < least
                ? Ending.violated(
                        String.format(Locale.ROOT, "agreement is below %.1f %% (mm.minAgreement): %s", least, summary))
                : Ending.done(summary);
    }
}
