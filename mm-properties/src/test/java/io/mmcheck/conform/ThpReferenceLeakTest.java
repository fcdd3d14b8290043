package io.mmcheck.conform;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.history.Kernels;
import io.mmcheck.program.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The leaked reference of a huge page (thp-reference-leak) as it was recorded on a real 6.12.117 kernel, and on the same kernel with
 * one put more: each operation, each reference count.
 */
class ThpReferenceLeakTest {
    private static final Pattern SMALL =
            Pattern.compile("(\\d+):(?:P[XD]*/.*?/m(\\d+)/.*?/(ref\\d+)/pin0(/l)?|(-)D|(S)D/type(\\d+))");

    @Test
    void theRecordedKernelLosesAReferenceAndSoDoesTheModel() {
        assertThat(compare("leak", Kernels.parse("v6.12"))).isEqualTo(66);
    }

    @Test
    void withOnePutMoreBothLoseNone() {
        assertThat(compare("leak-with-fix", Kernel.TODAY)).isEqualTo(66);
    }

    /** Otherwise the logs would say nothing. */
    @Test
    void theOtherKernelDisagrees() {
        assertThat(differences("leak", Kernel.TODAY).get(0))
                .isEqualTo("seq 2 lock-held-once, p0 hmmto r0 0 4 0 = ENOENT:"
                        + " kernel 0-511:hugeWdy/o9/m1/pm0/ref3/l 512-1023:none,"
                        + " model 0-511:hugeWdy/o9/m1/pm0/ref2/l 512-1023:none");
    }

    private static int compare(String log, Kernel kernel) {
        assertThat(differences(log, kernel)).isEmpty();
        return (int)
                Logs.text(log).lines().filter(line -> line.startsWith("> ")).count();
    }

    private static List<String> differences(String log, Kernel kernel) {
        List<String> differences = new ArrayList<>();
        ThpReplay replay = new ThpReplay(kernel);
        String sequence = "";
        String operation = "";
        for (String line : Logs.text(log).lines().toList()) {
            if (line.startsWith("seq ")) {
                sequence = line;
                replay = new ThpReplay(kernel);
            } else if (line.startsWith("> ") && !line.endsWith(" memfree")) {
                operation = line.substring(2);
                String model = replay.result(operation);
                operation = operation + " = " + model;
            } else if (line.startsWith("= ") && !line.startsWith("= MemFree")) {
                compare(
                        differences,
                        sequence,
                        operation,
                        result(line.substring(2)),
                        operation.substring(operation.indexOf(" = ") + 3));
            } else if (line.startsWith("p0 r0 ")) {
                compare(differences, sequence, operation, region(line), replay.region());
            }
        }
        return differences;
    }

    private static void compare(
            List<String> differences, String sequence, String operation, String kernel, String model) {
        if (!kernel.equals(model)) {
            differences.add(sequence + ", " + operation + ": kernel " + kernel + ", model " + model);
        }
    }

    /** Of raw facts those that the model has. */
    private static String result(String text) {
        Matcher facts = Pattern.compile(
                        "share 0 tab \\w+ (pmd \\w+|pte \\w+)(?: .* ord (\\d) ref (\\d+) mc (\\d+) pmc (\\d+) .* lk (\\d).*)?")
                .matcher(text);
        if (!facts.matches()) {
            return text;
        }
        return facts.group(2) == null
                ? facts.group(1)
                : facts.group(1) + " ord " + facts.group(2) + " ref " + facts.group(3) + " mc " + facts.group(4)
                        + " pmc " + facts.group(5) + " lk " + facts.group(6);
    }

    /** Without nodes, zones, frame labels, and pins, of which there are none. */
    private static String region(String line) {
        String cells = line.substring(line.indexOf(' ', "p0 r0 ".length()) + 1);
        if (line.startsWith("p0 r0 thpb")) {
            return cells.replaceAll("/n\\d|/z\\d|/hf\\d+|/pin0", "");
        }
        return SMALL.matcher(cells).replaceAll(cell -> {
            if (cell.group(5) != null) {
                return cell.group(1) + ":none";
            }
            if (cell.group(6) != null) {
                return cell.group(1) + ":swp" + cell.group(7);
            }
            return cell.group(1) + ":m" + cell.group(2) + "/" + cell.group(3) + (cell.group(4) == null ? "" : "/l");
        });
    }
}
