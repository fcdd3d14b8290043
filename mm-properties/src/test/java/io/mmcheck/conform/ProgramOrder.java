package io.mmcheck.conform;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order in which functions were entered on the recorded kernel (ftrace, function graph) and the order in which the model enters
 * its programs, operation by operation. Compared are the functions that occur in any recorded graph and are programs of the model.
 *
 * <p>The kernel tries a page fault under the lock of its VMA first; a fault that needs the driver gives up at once and comes again
 * under mmap_lock. The model has no locks of VMAs: a do_swap_page() that enters nothing, right before another, counts as one.
 */
final class ProgramOrder {
    private static final Pattern MARK = Pattern.compile(".*\\| +/\\* OP (.*) \\*/");
    private static final Pattern CALL = Pattern.compile(".*\\| ( *)([a-z_0-9]+)\\(\\).*");
    private static final String FAULT = "do_swap_page";

    /** One operation: what the kernel entered, and what the model. */
    record Order(String operation, List<String> kernel, List<String> model) {}

    /** What the kernel entered in one operation, with how deep. */
    private record Entered(String operation, List<String> functions, List<Integer> depths) {}

    private ProgramOrder() {}

    /** The operations of a log up to the first outside of the model. */
    static List<Order> of(String log) {
        List<Entered> recorded = recorded(Logs.graph(log));
        List<Order> orders = new ArrayList<>();
        LoggedSequence sequence = Logs.recorded(log).sequences().get(0);
        LogMachine model = new LogMachine(Conformances.RECORDED, sequence, SwapBackend.of(Logs.recorded(log)));
        List<List<String>> entered = new ArrayList<>();
        Set<String> programs = new HashSet<>();
        for (LoggedOperation operation : sequence.operations()) {
            try {
                model.run(operation);
            } catch (OutsideModelException e) {
                break;
            }
            entered.add(model.entered());
            programs.addAll(model.entered());
        }
        programs.addAll(Programs.NAMES);
        for (int i = 0; i < entered.size(); i++) {
            Entered kernel = recorded.get(i);
            orders.add(new Order(
                    sequence.operations().get(i).text(),
                    kernel(kernel, programs),
                    entered.get(i).stream().filter(Logs.functions()::contains).toList()));
        }
        return orders;
    }

    private static List<String> kernel(Entered entered, Set<String> programs) {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < entered.functions.size(); i++) {
            String function = entered.functions.get(i);
            boolean again = function.equals(FAULT)
                    && i + 1 < entered.functions.size()
                    && entered.functions.get(i + 1).equals(FAULT)
                    && entered.depths.get(i + 1) <= entered.depths.get(i);
            if (programs.contains(function) && !again) {
                kept.add(function);
            }
        }
        return kept;
    }

    private static List<Entered> recorded(List<String> graph) {
        List<Entered> all = new ArrayList<>();
        boolean inside = false; // behind an operation the recorder looks at its pages
        for (String line : graph) {
            Matcher mark = MARK.matcher(line);
            Matcher call = CALL.matcher(line);
            if (line.contains("/* OBS */")) {
                inside = false;
            } else if (mark.matches()) {
                inside = true;
                all.add(new Entered(mark.group(1), new ArrayList<>(), new ArrayList<>()));
            } else if (call.matches() && inside && !isLeftOut(call.group(2))) {
                all.get(all.size() - 1).functions.add(call.group(2));
                all.get(all.size() - 1).depths.add(call.group(1).length());
            }
        }
        return all;
    }

    private static boolean isLeftOut(String function) {
        return function.equals("flush_tlb_mm_range") || function.equals("lru_add_drain");
    }
}
