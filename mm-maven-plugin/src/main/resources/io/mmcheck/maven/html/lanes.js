// The lanes, the controls and the way through a run.

const ROW = 17;
const HEAD = 40;

/** Lanes, strips, controls and the state panel of one run. */
function stepper(one, story, at) {
  const states = statesOf(story);
  const last = story.steps.length;
  let now = Math.max(0, Math.min(last, at === null ? last : at));
  let every = last <= 45;
  let rows = [];
  let highlight = null;
  let head = null;

  const telling = (i) => {
    const step = story.steps[i];
    return step.does || step.missing || step.changed || step.unusual || step.preempts || i === last - 1 || step.starts
      || (step.ends && step.ends !== "0") || waiting(i);
  };
  const waiting = (i) => Object.keys(story.steps[i].set || {}).some((key) => key.startsWith("wait/"));

  const slider = h("input", { type: "range", min: 0, max: last, step: 1, id: "step", "aria-label": "step",
    oninput: () => go(Number(slider.value)) });
  const where = h("output", { for: "step", class: "where" });
  const spoken = h("p", { class: "spoken", "aria-live": "polite" });
  const all = h("input", { type: "checkbox", id: "every", onchange: () => { every = all.checked; draw(); go(now); } });
  all.checked = every;
  const button = (text, title, to) => h("button", { type: "button", title, "aria-label": title, onclick: () => go(to()) }, text);
  const controls = h("div", { class: "controls" },
    button("\u00ab", "to the start (Home)", () => 0), button("\u2039", "one step back (left arrow)", () => beside(-1)),
    slider,
    button("\u203a", "one step on (right arrow)", () => beside(1)), button("\u00bb", "to the violation (End)", () => last),
    where, h("span", { class: "grow" }), all, h("label", { for: "every" }, "every step"), spoken);
  const box = h("div", { class: "lanes", tabindex: "0", role: "region",
    "aria-label": "lanes: one column for each CPU; the same is below as text" });
  const panel = h("section", { class: "state", "aria-label": "the machine at this step" });
  box.addEventListener("scroll", follow);

  function beside(by) {
    const stops = rows.filter((row) => row.kind === "step").map((row) => row.step + 1);
    stops.unshift(0);
    const next = by > 0 ? stops.find((s) => s > now) : stops.reverse().find((s) => s < now);
    return next === undefined ? now : next;
  }

  function go(to, replace = true) {
    now = Math.max(0, Math.min(last, to));
    slider.value = now;
    slider.setAttribute("aria-valuetext", now === 0 ? "start" : words(now));
    where.textContent = now === 0 ? "start of " + last : now + " of " + last;
    spoken.textContent = shown(now === 0 ? "start" : words(now));
    if (replace) {
      history.replaceState(null, "", "#/v/" + one.id + "/" + now);
    }
    mark();
    panel.replaceChildren(...stateOf(story, states, now));
  }

  function words(n) {
    const step = story.steps[n - 1];
    return "step " + n + ": T" + step.thread + " " + step.function + " " + step.label
      + (step.does ? ": " + step.does.join(", ") : "");
  }

  function layout() {
    rows = [{ kind: "start", step: -1, text: "start" }];
    const opened = new Map();
    bars(story).forEach((bar) => opened.set(bar.from, [...(opened.get(bar.from) || []), bar]));
    let pending = story.threads.map(() => []);
    story.steps.forEach((step, i) => {
      if (story.loop === i) {
        rows.push({ kind: "loop", step: i, thread: step.thread, text: "from here on for ever" });
      }
      if (step.starts) {
        pending[step.thread] = [];
        rows.push({ kind: "op", step: i, thread: step.thread, text: step.starts });
      }
      const mine = pending[step.thread].filter((bar) => bar.to >= i);
      (opened.get(i) || []).forEach((bar) => mine.push(bar));
      pending[step.thread] = mine;
      if (every || telling(i)) {
        mine.filter((bar) => bar.depth > 1).forEach((bar) =>
          rows.push({ kind: "fn", step: i, thread: step.thread, depth: bar.depth, text: bar.name, bar }));
        pending[step.thread] = [];
        if (step.missing) {
          rows.push({ kind: "missing", step: i, thread: step.thread, depth: step.depth, text: "(no " + step.missing + ")" });
        }
        rows.push({ kind: "step", step: i, thread: step.thread, depth: step.depth, text: step.label });
      }
    });
    rows.forEach((row, k) => { row.y = HEAD + k * ROW; });
  }

  /** Where a step begins and ends on the page; one that is not drawn begins with the next and ends with the last drawn one. */
  function bounds() {
    const top = [];
    const bottom = [];
    const drawn = rows.filter((row) => row.kind === "step");
    let k = 0;
    for (let i = 0; i < last; i++) {
      while (drawn[k].step < i) {
        k++;
      }
      top.push(drawn[k].y);
      const before = drawn[k].step === i ? drawn[k] : drawn[k - 1];
      bottom.push(before ? before.y + ROW : HEAD + ROW);
    }
    return { top, bottom };
  }

  function draw() {
    layout();
    const threads = story.threads.length;
    const lane = threads === 1 ? 430 : threads === 2 ? 310 : 270;
    const left = 46;
    const tracks = tracksOf(story, states);
    const strip = tracks.length > 4 ? 92 : 104;
    const x = (thread) => left + thread * lane;
    const from = left + threads * lane + 10;
    const width = from + tracks.length * strip + 6;
    const height = HEAD + rows.length * ROW + 8;
    const { top, bottom } = bounds();
    const texts = [];
    const shapes = [];
    const titles = [g("rect", { class: "paper", x: 0, y: 0, width, height: HEAD - 4 })];

    shapes.push(g("rect", { class: "paper", x: 0, y: 0, width, height }));
    highlight = g("rect", { class: "now", x: 0, y: -99, width, height: ROW });
    shapes.push(highlight);
    for (let t = 0; t < threads; t++) {
      shapes.push(g("line", { class: "rule", x1: x(t) - 4, x2: x(t) - 4, y1: 4, y2: height }));
      titles.push(g("text", { class: "cpu", x: x(t), y: 16 }, "CPU" + t));
      titles.push(g("text", { class: "thread", x: x(t), y: 31 }, "T" + t));
    }
    // A whole function call, from its first step to its last, the deeper one on top of its caller.
    const rowOf = new Map(rows.filter((row) => row.bar).map((row) => [row.bar, row]));
    const inset = (thread) => x(thread) + 22;
    for (const bar of rowOf.keys()) {
      const y = rowOf.get(bar).y;
      const indent = inset(bar.thread) + (bar.depth - 2) * 9;
      shapes.push(g("rect", { class: "call", x: indent, y: y + 1, rx: 2,
        width: x(bar.thread) + lane - 10 - indent, height: Math.max(ROW, bottom[bar.to] - y) - 2 },
        g("title", {}, bar.name + "(), steps " + (bar.from + 1) + " to " + (bar.to + 1))));
    }
    locks(shapes, x, top, bottom);
    waits(shapes, texts, x, lane, top, bottom);
    for (const row of rows) {
      const baseline = row.y + 12.5;
      if (row.kind === "start") {
        texts.push(g("text", { class: "no", x: 36, y: baseline, "text-anchor": "end" }, 0),
          g("text", { class: "fade", x: inset(0), y: baseline }, "setup " + one.example.setup));
      } else if (row.kind === "loop") {
        texts.push(g("text", { class: "here", x: inset(row.thread), y: baseline }, "\u21ba from here on for ever"));
      } else if (row.kind === "op") {
        shapes.push(g("rect", { class: "op", x: x(row.thread), y: row.y + 1, width: lane - 8, height: ROW - 2, rx: 2 }));
        texts.push(fitted(row.text, "opname", x(row.thread) + 6, baseline, lane - 16));
      } else if (row.kind === "fn") {
        texts.push(fitted(row.text, "fn", inset(row.thread) + (row.depth - 2) * 9 + 5, baseline,
          lane - 40 - (row.depth - 2) * 9));
      } else if (row.kind === "missing") {
        const indent = inset(row.thread) + (row.depth - 1) * 9;
        shapes.push(g("rect", { class: "wrong", x: indent - 3, y: row.y + 1, width: x(row.thread) + lane - 12 - indent, height: ROW - 2 }));
        texts.push(fitted(row.text + "  \u25c4 here", "here", indent, baseline, lane - 50));
      } else {
        stepRow(row, texts, shapes, x, lane, inset, baseline);
      }
    }
    strips(tracks, from, strip, shapes, texts, titles, height);
    head = g("g", { class: "head" }, titles);
    const svg = g("svg", { class: "drawing", width, height, viewBox: "0 0 " + width + " " + height, role: "img",
      "aria-label": "the run in lanes, " + last + " steps", xmlns: SVG }, shapes, texts, head);
    svg.addEventListener("click", (event) => {
      const y = event.clientY - svg.getBoundingClientRect().top;
      if (y < HEAD + box.scrollTop) {
        return;
      }
      const row = rows[Math.max(0, Math.min(rows.length - 1, Math.floor((y - HEAD) / ROW)))];
      go(row.step + 1);
    });
    box.replaceChildren(svg);
    follow();
  }

  /** A drawing is never broken over two sheets of paper; slices of it are put on as many as it takes. */
  function slice() {
    const svg = box.querySelector("svg");
    const { width, height } = svg.viewBox.baseVal;
    const high = 15 * ROW;
    for (let y = 0, end; y < height; y = end) {
      end = Math.min(height, y === 0 ? HEAD + high : y + high);
      const within = (node) => {
        const top = Number(node.getAttribute("y") || 0);
        return node.tagName === "line" || (top - ROW < end && top + Number(node.getAttribute("height") || ROW) > y);
      };
      box.append(g("svg", { class: "slice", viewBox: "0 " + y + " " + width + " " + (end - y), width, height: end - y,
        "aria-hidden": "true" }, [...svg.children].filter(within).map((node) => node.cloneNode(true))));
    }
  }

  /** The heads of the columns stay in sight. */
  function follow() {
    head.setAttribute("transform", "translate(0 " + box.scrollTop + ")");
  }

  function stepRow(row, texts, shapes, x, lane, inset, baseline) {
    const step = story.steps[row.step];
    const indent = inset(row.thread) + (row.depth - 1) * 9;
    const end = row.step === last - 1;
    if (step.changed || end) {
      shapes.push(g("rect", { class: end ? "wrong" : "changed", x: indent - 3, y: row.y + 1,
        width: x(row.thread) + lane - 10 - indent, height: ROW - 2 }));
    }
    texts.push(g("text", { class: step.preempts ? "no pre" : "no", x: 36, y: baseline, "text-anchor": "end" },
      (step.preempts ? "! " : "") + (row.step + 1)));
    const label = row.text + (end ? "  \u25c4" : "");
    texts.push(fitted(label, end ? "here" : "label", indent, baseline, 400));
    const used = indent + label.length * 6.4 + 10;
    const crash = states[row.step + 1].oops;
    const effect = [...(step.does || (step.choice && step.unusual ? [step.choice] : [])), crash,
      step.ends && (end || step.ends !== "0") ? "\u2192 " + step.ends : ""].filter(Boolean).join(", ");
    if (effect) {
      texts.push(fitted(effect, "effect", used, baseline, x(row.thread) + lane - 14 - used, words(row.step + 1)));
    }
  }

  /** Text that ends where its column does; the whole of it is its title. */
  function fitted(text, kind, x, y, room, title) {
    const most = Math.max(1, Math.floor(room / 6.1));
    const safe = shown(text, 300);
    const node = g("text", { class: kind, x, y }, safe.length > most ? safe.slice(0, most - 1) + "\u2026" : safe);
    if (safe.length > most || title) {
      node.append(g("title", {}, title || text));
    }
    return node;
  }

  /** A stripe for each lock that a thread holds, from the step that takes it to the step that drops it. */
  function locks(shapes, x, top, bottom) {
    const names = [...new Set(states.flatMap((s) => Object.keys(s).filter((key) => key.startsWith("lock/"))))].sort();
    story.threads.forEach((_, t) => {
      const busy = [];
      const held = (s, name) => new RegExp("\\bT" + t + "\\b").test(String(s[name] || ""));
      const spans = [];
      for (const name of names) {
        let since = -1;
        for (let i = 0; i <= last; i++) {
          const holds = held(states[i], name);
          if (holds && since < 0) {
            since = i;
          }
          if (since >= 0 && (!holds || i === last)) {
            spans.push({ name, from: since, to: holds ? last : i, how: String(states[since][name]) });
            since = -1;
          }
        }
      }
      spans.sort((a, b) => a.from - b.from || b.to - a.to);
      for (const span of spans) {
        let slot = 0;
        while (busy[slot] !== undefined && busy[slot] > span.from) {
          slot++;
        }
        busy[slot] = span.to;
        const y = span.from === 0 ? HEAD : top[span.from - 1];
        const kind = span.name.slice(5).split(" ")[0].replace(/[^a-z_]/g, "");
        shapes.push(g("rect", { class: "lock l-" + kind, x: x(t) + Math.min(slot, 4) * 4, y: y + 2, width: 3,
          height: Math.max(4, bottom[span.to - 1] - y - 4) },
          g("title", {}, span.name.slice(5) + " (" + span.how + "), steps " + span.from + " to " + span.to)));
      }
    });
  }

  /** Waiting and sleeping: hatched, from the step after which a thread cannot go on to its next step. */
  function waits(shapes, texts, x, lane, top, bottom) {
    story.threads.forEach((_, t) => {
      let since = -1;
      for (let i = 0; i <= last; i++) {
        const on = states[i]["wait/T" + t];
        if (on !== undefined && since < 0) {
          since = i;
        }
        if (since >= 0 && (on === undefined || i === last)) {
          const y = since === 0 ? HEAD : bottom[since - 1];
          const end = i === 0 ? y : bottom[i - 1];
          if (end - y >= 4) {
            shapes.push(g("rect", { class: "waits", x: x(t) + 20, y: y + 1, width: lane - 30, height: end - y - 2 },
              g("title", {}, "T" + t + " waits for " + states[since]["wait/T" + t])));
            const begun = story.steps.slice(0, since).reverse().find((step) => step.thread === t && (step.starts || step.ends !== undefined));
            texts.push(fitted((begun && begun.ends === undefined ? "waits for " : "before it begins, waits for ")
              + states[since]["wait/T" + t], "waittext", x(t) + 26, y + 12.5, lane - 40));
          }
          since = -1;
        }
      }
    });
  }

  function strips(tracks, from, width, shapes, texts, titles, height) {
    const drawn = rows.filter((row) => row.kind === "step" || row.kind === "start");
    tracks.forEach((track, k) => {
      const x = from + k * width;
      titles.push(fitted(track.title, "cpu", x + 2, 24, width - 6));
      shapes.push(g("line", { class: "rule", x1: x - 2, x2: x - 2, y1: 4, y2: height }));
      let open = null;
      const close = (y) => {
        if (open && open.value !== null) {
          shapes.push(g("rect", { class: "seg " + tone(open.value), x: x + 1, y: open.y + 1, width: width - 6,
            height: Math.max(2, y - open.y - 1), rx: 2 }, g("title", {}, track.title + ": " + open.full)));
          texts.push(fitted(open.value, "segtext", x + 5, open.y + 12.5, width - 12 - (track.page === undefined ? 0 : 50)));
          if (track.page !== undefined) {
            blocks(open.state, track.page, x + width - 8, open.y + 5, shapes);
          }
        }
      };
      for (const row of drawn) {
        const state = states[row.step + 1];
        const full = track.full(state);
        if (!open || open.full !== full) {
          close(row.y);
          open = { value: track.value(state), full, y: row.y, state };
        }
      }
      close(height - 8);
    });
  }

  function tone(value) {
    return /^(huge )?migr/.test(value) ? "v-migr" : /^swap/.test(value) ? "v-swap" : /^dev/.test(value) ? "v-dev"
      : / D\b/.test(value) ? "v-dirty" : "v-plain";
  }

  /** One block for each reference, in the colour of its source; a hollow one for what nobody accounts for. */
  function blocks(state, page, right, y, shapes) {
    const sources = sourcesOf(state, page);
    const refs = Number(state["page/" + page + "/refs"]);
    let x = right;
    const put = (kind, title) => {
      x -= 8;
      shapes.push(g("rect", { class: "ref " + kind, x, y, width: 6, height: 7 }, g("title", {}, title)));
    };
    for (const [source, n] of sources) {
      for (let i = 0; i < (n >= 1024 ? 1 : Math.min(n, 3)); i++) {
        put(sourceClass(source), source + (n === 1 ? "" : " (" + n + ")"));
      }
    }
    if (!Number.isNaN(refs) && refs !== sum(sources.map(([, n]) => n))) {
      put("s-none", "refs " + refs + ", but its sources are " + sum(sources.map(([, n]) => n)));
    }
  }

  function mark() {
    const row = [...rows].reverse().find((r) => (r.kind === "step" || r.kind === "start") && r.step + 1 <= now) || rows[0];
    highlight.setAttribute("y", row.y);
    const into = row.y - box.scrollTop;
    if (into < HEAD + 30 || into > box.clientHeight - 60) {
      box.scrollTop = row.y - box.clientHeight / 2;
    }
  }

  function keys(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || (event.target !== slider && /INPUT|SUMMARY/.test(event.target.tagName))) {
      return;
    }
    const to = { ArrowLeft: () => beside(-1), ArrowRight: () => beside(1), Home: () => 0, End: () => last }[event.key];
    if (to) {
      event.preventDefault();
      go(to());
    }
  }

  return {
    controls,
    legend: legend(states),
    lanes: box,
    state: panel,
    svg: () => box.querySelector("svg"),
    to: (n) => go(n, false),
    id: one.id,
    print: slice,
    printed: () => box.querySelectorAll(".slice").forEach((node) => node.remove()),
    ready() {
      draw();
      document.addEventListener("keydown", keys);
      leave = () => document.removeEventListener("keydown", keys);
      current = this;
      go(now, false);
    }
  };
}

function legend(states) {
  const held = new Set(states.flatMap((s) => Object.keys(s).filter((key) => key.startsWith("lock/")).map((key) => key.slice(5).split(" ")[0])));
  const lock = (kind, text) => held.has(kind) && swatch("lock l-" + kind, text, 3);
  const swatch = (kind, text, width) => h("span", {}, g("svg", { width: 8, height: 11, "aria-hidden": "true" },
    g("rect", { class: kind, x: 1, y: 1, width: width || 6, height: 9 })), " ", text);
  return h("p", { class: "legend" },
    h("b", {}, "held: "), lock("mmap_lock", "mmap_lock"), lock("page", "page lock"), lock("i_mmap", "i_mmap"), lock("anon_vma", "anon_vma"),
    lock("pmd", "pmd"), lock("ptl", "page table"), lock("device", "device mutex"), lock("rcu", "RCU"),
    h("b", {}, "references: "), swatch("s-pte", "pte, pmd"), swatch("s-swap", "swap or page cache"), swatch("s-batch", "LRU batch"),
    swatch("s-iso", "isolation"), swatch("s-pin", "GUP, pin"), swatch("s-op", "operation"), swatch("s-none", "on the way"),
    h("span", {}, h("b", {}, "=1"), " content 1, ", h("b", {}, "D"), " dirty, ", h("b", {}, "!"), " another thread was interrupted"));
}

let current = null;
