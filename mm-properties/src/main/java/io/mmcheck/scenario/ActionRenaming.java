package io.mmcheck.scenario;

import io.mmcheck.explore.Case;
import io.mmcheck.explore.Renaming;
import io.mmcheck.explore.Setup;
import io.mmcheck.machine.Cpu;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.TlbEntry;
import io.mmcheck.operation.Action;
import io.mmcheck.operation.Kind;
import io.mmcheck.operation.Operations;
import io.mmcheck.operation.Parameter;
import io.mmcheck.program.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Everything the shrinker has to know of operations follows from the roles of their numbers. */
public final class ActionRenaming implements Renaming<Machine> {
    /** A process is a process whether it acts or is acted upon. */
    private static Parameter role(Parameter parameter) {
        return parameter == Parameter.OTHER_PROCESS ? Parameter.PROCESS : parameter;
    }

    /** What every user of memory meets; see {@link #wideAlphabet}. */
    private static final Set<String> KNOWN = Set.of("load", "store", "migrate-to-device", "reclaim");

    /** Every operation of the kinds of this scenario, over the processes, addresses, values and so on of this scenario. */
    @Override
    public List<Operation<Machine>> alphabet(Case<Machine> scenario) {
        return alphabet(scenario, Set.of());
    }

    @Override
    public List<Operation<Machine>> wideAlphabet(Case<Machine> scenario) {
        return alphabet(scenario, KNOWN);
    }

    private static List<Operation<Machine>> alphabet(Case<Machine> scenario, Set<String> more) {
        Map<Parameter, SortedSet<Integer>> used = used(scenario);
        TreeMap<String, Kind> kinds = new TreeMap<>();
        actions(scenario).forEach(a -> kinds.put(a.kind().name(), a.kind()));
        if (!more.isEmpty()) {
            // a write is lost only on somebody who expects another value
            used.computeIfAbsent(Parameter.VALUE, p -> new TreeSet<>())
                    .addAll(List.of(Parameter.VALUE.lowest(), Parameter.VALUE.lowest() + 1));
        }
        Operations.ALL.stream()
                .filter(kind -> more.contains(kind.name()))
                .forEach(kind -> kinds.put(kind.name(), kind));
        List<Operation<Machine>> all = new ArrayList<>();
        for (Kind kind : kinds.values()) {
            List<List<Integer>> arguments = List.of(List.of());
            for (Parameter parameter : kind.parameters()) {
                arguments = product(
                        arguments, used.getOrDefault(role(parameter), new TreeSet<>(Set.of(parameter.lowest()))));
            }
            arguments.forEach(a -> all.add(kind.make(a)));
        }
        return all;
    }

    private static List<List<Integer>> product(List<List<Integer>> lists, Iterable<Integer> more) {
        List<List<Integer>> all = new ArrayList<>();
        for (List<Integer> list : lists) {
            for (int one : more) {
                List<Integer> longer = new ArrayList<>(list);
                longer.add(one);
                all.add(longer);
            }
        }
        return all;
    }

    private static Map<Parameter, SortedSet<Integer>> used(Case<Machine> scenario) {
        Map<Parameter, SortedSet<Integer>> used = new TreeMap<>();
        for (Action action : actions(scenario)) {
            for (int i = 0; i < action.arguments().size(); i++) {
                used.computeIfAbsent(role(action.kind().parameters().get(i)), p -> new TreeSet<>())
                        .add(action.arguments().get(i));
            }
        }
        return used;
    }

    private static List<Action> actions(Case<Machine> scenario) {
        List<Action> actions = new ArrayList<>();
        for (Operation<Machine> operation : scenario.operations()) {
            if (operation instanceof Action action) {
                actions.add(action);
            } else {
                throw new IllegalArgumentException(operation + " is none of the operations of this library");
            }
        }
        return actions;
    }

    /**
     * Every order of threads, with everything else renamed in every way that uses the least names there are; counts may also all
     * become the least one.
     */
    @Override
    public List<Case<Machine>> variants(Case<Machine> scenario) {
        List<Map<Parameter, Map<Integer, Integer>>> renamings = List.of(Map.of());
        for (Map.Entry<Parameter, SortedSet<Integer>> one : used(scenario).entrySet()) {
            List<Map<Parameter, Map<Integer, Integer>>> more = new ArrayList<>();
            for (Map<Integer, Integer> way : ways(one.getKey(), List.copyOf(one.getValue()))) {
                for (Map<Parameter, Map<Integer, Integer>> renaming : renamings) {
                    Map<Parameter, Map<Integer, Integer>> longer = new TreeMap<>(renaming);
                    longer.put(one.getKey(), way);
                    more.add(longer);
                }
            }
            renamings = more;
        }
        List<Case<Machine>> variants = new ArrayList<>();
        for (List<List<Operation<Machine>>> threads : orders(withoutIdle(scenario.script()))) {
            for (Map<Parameter, Map<Integer, Integer>> renaming : renamings) {
                variants.add(new Case<>(scenario.setup(), renamed(threads, renaming)));
            }
        }
        return variants;
    }

    /** Threads with nothing to do come last in the one order that matters; their number is that of the CPUs, which stays. */
    private static List<List<Operation<Machine>>> withoutIdle(List<List<Operation<Machine>>> threads) {
        List<List<Operation<Machine>>> busyFirst = new ArrayList<>(threads);
        busyFirst.sort(Comparator.comparing(List::isEmpty));
        return busyFirst;
    }

    private static List<Map<Integer, Integer>> ways(Parameter parameter, List<Integer> names) {
        if (parameter == Parameter.COUNT) {
            Map<Integer, Integer> same = new LinkedHashMap<>();
            Map<Integer, Integer> least = new LinkedHashMap<>();
            names.forEach(name -> same.put(name, name));
            names.forEach(name -> least.put(name, parameter.lowest()));
            return same.equals(least) ? List.of(same) : List.of(least, same);
        }
        int lowest = parameter.lowest();
        int highest = Math.max(names.get(names.size() - 1), lowest + names.size() - 1);
        List<Map<Integer, Integer>> ways = new ArrayList<>();
        assign(names, 0, lowest, highest, new LinkedHashMap<>(), ways);
        return ways;
    }

    private static void assign(
            List<Integer> names,
            int next,
            int lowest,
            int highest,
            Map<Integer, Integer> chosen,
            List<Map<Integer, Integer>> ways) {
        if (next == names.size()) {
            ways.add(new LinkedHashMap<>(chosen));
            return;
        }
        for (int name = lowest; name <= highest; name++) {
            if (!chosen.containsValue(name)) {
                chosen.put(names.get(next), name);
                assign(names, next + 1, lowest, highest, chosen, ways);
                chosen.remove(names.get(next));
            }
        }
    }

    private static List<List<List<Operation<Machine>>>> orders(List<List<Operation<Machine>>> threads) {
        List<List<List<Operation<Machine>>>> orders = List.of(List.of());
        for (List<Operation<Machine>> thread : threads) {
            List<List<List<Operation<Machine>>>> more = new ArrayList<>();
            for (List<List<Operation<Machine>>> order : orders) {
                for (int at = 0; at <= order.size(); at++) {
                    List<List<Operation<Machine>>> longer = new ArrayList<>(order);
                    longer.add(at, thread);
                    more.add(longer);
                }
            }
            orders = more;
        }
        return orders;
    }

    private static List<List<Operation<Machine>>> renamed(
            List<List<Operation<Machine>>> threads, Map<Parameter, Map<Integer, Integer>> renaming) {
        List<List<Operation<Machine>>> all = new ArrayList<>();
        for (List<Operation<Machine>> thread : threads) {
            List<Operation<Machine>> operations = new ArrayList<>();
            for (Operation<Machine> operation : thread) {
                operations.add(renamed((Action) operation, renaming));
            }
            all.add(operations);
        }
        return all;
    }

    private static Action renamed(Action action, Map<Parameter, Map<Integer, Integer>> renaming) {
        List<Integer> arguments = new ArrayList<>();
        for (int i = 0; i < action.arguments().size(); i++) {
            Map<Integer, Integer> way =
                    renaming.getOrDefault(role(action.kind().parameters().get(i)), Map.of());
            int old = action.arguments().get(i);
            arguments.add(way.getOrDefault(old, old));
        }
        return action.kind().make(arguments);
    }

    /** Whether nothing in the machine names a CPU. */
    @Override
    public boolean threadsAlike(Setup<Machine> setup) {
        for (Page page : setup.machine().pages()) {
            if (page.addBatch() >= 0 || page.lazyfreeBatch() >= 0 || page.lockedBy() >= 0 || page.held() != 0) {
                return false;
            }
        }
        for (Cpu cpu : setup.machine().cpus()) {
            for (TlbEntry entry : cpu.tlb()) {
                if (!entry.equals(TlbEntry.NONE)) {
                    return false;
                }
            }
        }
        return setup.machine().mms().rows().forAll(mm -> mm.unflushed() == 0);
    }
}
