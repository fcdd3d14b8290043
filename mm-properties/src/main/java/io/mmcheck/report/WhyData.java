package io.mmcheck.report;

import io.mmcheck.explore.Found;
import io.mmcheck.explore.Replay;
import io.mmcheck.explore.Run;
import io.mmcheck.explore.why.Chances;
import io.mmcheck.explore.why.Event;
import io.mmcheck.explore.why.Nearest;
import io.mmcheck.explore.why.NeededEdit;
import io.mmcheck.explore.why.Proof;
import io.mmcheck.explore.why.Reasons;
import io.mmcheck.explore.why.Why;
import io.mmcheck.machine.Machine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why a run fails, as data for machines and for pages: maps, lists, texts, numbers and truth values. */
public final class WhyData {
    private final List<Event> events;

    private WhyData(Found<Machine> found) {
        this.events = Event.of(Why.whole(found));
    }

    /** The data; steps are numbered from 0 as in the failing run, -1 is one that it does not come to. */
    public static Map<String, Object> of(Why<Machine> why, Found<Machine> found) {
        return new WhyData(found).of(why, WhyText.of(why, found));
    }

    private Map<String, Object> of(Why<Machine> why, List<String> text) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("constraints", why.reasons().orders().stream().map(this::order).toList());
        data.put("answers", answers(why.reasons()));
        data.put("bounds", why.bounds());
        proof(why.reasons().proof(), data);
        Map<String, Object> nearest = nearest(why.nearest());
        if (nearest != null) {
            data.put("nearest", nearest);
        }
        data.put("chances", chances(why.chances()));
        data.put("edits", why.edits().stream().map(WhyData::edit).toList());
        data.put("text", text);
        return data;
    }

    private static void proof(Proof proof, Map<String, Object> data) {
        data.put("proven", proof.proven());
        data.put("proof", proof.text());
    }

    private Map<String, Object> order(Reasons.Needed<Machine> needed) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("text", needed.order().toString());
        data.put("before", event(needed.order().first()));
        data.put("after", event(needed.order().then()));
        data.put("passing", Replay.of(needed.passing()).lines());
        return data;
    }

    private Map<String, Object> answer(Reasons.Said<Machine> said) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("text", said.answer().toString());
        data.put("at", event(said.answer().at()));
        data.put("choice", said.answer().choice());
        data.put("passing", schedule(said.passing()));
        return data;
    }

    /** Those that matter, as far as that is known. */
    private List<Map<String, Object>> answers(Reasons<Machine> reasons) {
        return reasons.answers().stream()
                .filter(said -> said.passing() != null || !reasons.proof().proven())
                .map(this::answer)
                .toList();
    }

    private static List<String> schedule(@Nullable Run<Machine> run) {
        return run == null ? List.of() : Replay.of(run).lines();
    }

    private Map<String, Object> event(Event event) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("thread", event.thread());
        data.put("operation", event.operation());
        data.put("label", event.label());
        data.put("occurrence", event.occurrence());
        int step = -1;
        for (int i = events.size() - 1; i >= 0; i--) {
            Event here = events.get(i);
            step = here.equals(event) || here.each().equals(event) ? i : step;
        }
        data.put("step", step);
        return data;
    }

    private static @Nullable Map<String, Object> nearest(Nearest<Machine> nearest) {
        if (nearest.run() == null) {
            return null;
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("changed", nearest.changes().size());
        data.put("changes", nearest.changes());
        data.put("preemptions", nearest.preemptions());
        data.put("schedule", schedule(nearest.run()));
        proof(nearest.proof(), data);
        return data;
    }

    private static Map<String, Object> chances(Chances chances) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("start", chances.start());
        data.put("after", new ArrayList<>(chances.after()));
        data.put("jump", chances.jump());
        data.put("error", chances.error());
        proof(chances.proof(), data);
        return data;
    }

    private static Map<String, Object> edit(NeededEdit edit) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("patch", edit.patch());
        data.put("edit", edit.edit());
        data.put("label", edit.label());
        data.put("proof", edit.proof().text());
        return data;
    }
}
