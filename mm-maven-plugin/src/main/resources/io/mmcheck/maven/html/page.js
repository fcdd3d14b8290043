"use strict";
/*
 * Draws the report from the JSON in the page. Texts come from user code, traces and logs: they reach the document as text
 * nodes and attributes only, never as markup. The address of a view is in the fragment: #/v/<violation>/<step>.
 */
(() => {
  const modules = JSON.parse(document.getElementById("data").textContent);
  const app = document.getElementById("app");
  const SVG = "http://www.w3.org/2000/svg";

  // ---- small tools -------------------------------------------------------------------------------------------------

  /** What would not be seen, or would reorder what is seen, is shown by its number. */
  function shown(text, most = 400) {
    const full = String(text);
    const cut = full.length > most ? full.slice(0, most) + "\u2026 (" + full.length + " characters)" : full;
    return cut.replace(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
      (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
  }

  function fill(node, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name.startsWith("on")) {
        node.addEventListener(name.slice(2), value);
      } else if (value === true) {
        node.setAttribute(name, "");
      } else if (value !== false && value !== null && value !== undefined) {
        node.setAttribute(name, name === "title" || name === "aria-label" ? shown(value, 2000) : value);
      }
    }
    for (const child of children.flat(Infinity)) {
      if (child !== null && child !== undefined && child !== false) {
        node.append(child instanceof Node ? child : shown(child));
      }
    }
    return node;
  }

  const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
  const g = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
  const number = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ",");
  const count = (n, one, many) => number(n) + " " + (n === 1 ? one : many || one + "s");
  const sum = (values) => values.reduce((a, b) => a + b, 0);

  function table(head, rows, attributes) {
    return h("div", { class: "scroll" }, h("table", attributes,
      h("thead", {}, h("tr", {}, head.map((one) => h("th", { scope: "col" }, one)))),
      h("tbody", {}, rows)));
  }

  // ---- the data ------------------------------------------------------------------------------------------------------

  const violations = [];
  const documents = [];
  const ids = new Set();
  for (const module of modules) {
    for (const one of module.documents) {
      const entry = { module: module.module, file: one.file, data: one.data };
      documents.push(entry);
      for (const verdict of one.data.properties || []) {
        if (verdict.counterexample) {
          const stem = (verdict.counterexample.file || verdict.property)
            .replace(/^.*\//, "").replace(/\.mmtrace$/, "").replace(/[^A-Za-z0-9._-]/g, "_").slice(0, 80);
          let id = stem;
          for (let n = 2; ids.has(id); n++) {
            id = stem + "~" + n;
          }
          ids.add(id);
          verdict.id = id;
          violations.push({ id, entry, verdict, example: verdict.counterexample });
        }
      }
    }
  }

  /** The state after each step, the start first: each copies the one before and puts in what the step changed. */
  function statesOf(story) {
    const states = [story.start];
    for (const step of story.steps) {
      const last = states[states.length - 1];
      if (!step.set) {
        states.push(last);
        continue;
      }
      const next = { ...last };
      for (const [key, value] of Object.entries(step.set)) {
        if (value === null) {
          delete next[key];
        } else {
          next[key] = value;
        }
      }
      states.push(next);
    }
    return states;
  }

  // ---- the frame of every view ---------------------------------------------------------------------------------------

  let leave = () => {};

  function theme() {
    const dark = document.documentElement.dataset.theme
      ? document.documentElement.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    document.documentElement.dataset.theme = dark ? "light" : "dark";
  }

  function frame(...content) {
    const kinds = new Set(documents.map((d) => d.data.goal));
    const link = (to, text) => h("a", {
      href: "#/" + to, "aria-current": (location.hash.slice(2).split("/")[0] || "") === to ? "page" : null }, text);
    app.replaceChildren(
      h("header", { class: "top" },
        h("a", { class: "name", href: "#/" }, "mmcheck"),
        h("nav", { "aria-label": "views" },
          link("", "Overview"),
          documents.some((d) => d.data.kernels && d.data.kernels.length) && link("coverage", "Coverage"),
          kinds.has("conform") && link("conform", "Conformance"),
          kinds.has("mutate") && link("mutate", "Mutation")),
        h("button", { type: "button", class: "theme", title: "dark or light", "aria-label": "dark or light", onclick: theme },
          "\u25d0")),
      h("main", { id: "main", tabindex: "-1" }, ...content));
  }

  // ---- overview ------------------------------------------------------------------------------------------------------

  const WORDS = { held: "held", violated: "violated", seen: "seen", "never-seen": "never seen", "not-yet-seen": "not seen yet" };

  function findings(entry) {
    const known = new Set();
    for (const kernel of entry.data.kernels || []) {
      for (const patch of kernel.patches || []) {
        if (patch.finding) {
          known.add(patch.id);
        }
      }
    }
    return known;
  }

  function isFinding(violation) {
    const known = findings(violation.entry);
    return (violation.example.needs || []).some((patch) => known.has(patch));
  }

  function overview() {
    const parts = [h("h1", {}, violations.length ? count(violations.length, "violation") : "No violation")];
    parts.push(summary());
    if (violations.length) {
      parts.push(listOfViolations());
    }
    for (const module of modules) {
      if (modules.length > 1) {
        parts.push(h("h2", { class: "module" }, h("bdi", {}, module.module || "(unnamed module)")));
      }
      if (!module.documents.length) {
        parts.push(h("p", { class: "quiet" }, "no results: no goal of mmcheck has run in this module"));
      }
      for (const entry of documents.filter((d) => d.module === module.module)) {
        parts.push(...matrix(entry, module.documents.length > 1), ...searches(entry));
      }
    }
    frame(...parts);
    document.title = "mmcheck report";
  }

  function summary() {
    const verdicts = documents.flatMap((d) => d.data.properties || []);
    const failed = verdicts.filter((v) => v.failed).length;
    const facts = [];
    if (verdicts.length) {
      facts.push(verdicts.length - failed + " held", failed + " violated or never seen");
    }
    for (const entry of documents.filter((d) => d.data.goal === "check" || d.data.seed !== undefined)) {
      const kernels = entry.data.kernels || [];
      facts.push((documents.length > 1 ? entry.module + " " + entry.file + ": " : "") + "seed " + entry.data.seed + ", "
        + number(entry.data.tries || 0) + " tries a kernel"
        + (kernels.length ? ", " + number(sum(kernels.map((k) => k.steps))) + " steps" : ""));
    }
    if (!documents.length) {
      facts.push("there are no results");
    }
    return h("ul", { class: "facts" }, facts.map((fact) => h("li", {}, fact)));
  }

  function listOfViolations() {
    const many = modules.length > 1;
    return table(
      [many && "module", "property", "kernel", "what was lost", "setup", "operations", "preemptions", "size", "needs"]
        .filter(Boolean),
      violations.map((one) => {
        const to = "#/v/" + one.id;
        return h("tr", {},
          many && h("td", {}, h("bdi", {}, one.entry.module)),
          h("th", { scope: "row" }, h("a", { href: to }, h("bdi", {}, one.verdict.property))),
          h("td", {}, h("bdi", {}, one.verdict.kernel), isFinding(one) && h("span", { class: "tag" }, "finding")),
          h("td", { class: "lost" }, h("bdi", {}, one.example.lost)),
          h("td", {}, h("bdi", {}, one.example.setup)),
          h("td", { class: "n" }, one.example.operations),
          h("td", { class: "n" }, one.example.preemptions),
          h("td", {}, one.example.proof),
          h("td", {}, h("bdi", {}, (one.example.needs || []).join(", "))));
      }), { class: "list" });
  }

  function matrix(entry, named) {
    const verdicts = entry.data.properties || [];
    if (!verdicts.length) {
      return [];
    }
    const kernels = [...new Set(verdicts.map((v) => v.kernel))];
    const cell = new Map(verdicts.map((v) => [v.property + "\n" + v.kernel, v]));
    const sometimes = (v) => v.outcome === "seen" || v.outcome === "never-seen" || v.outcome === "not-yet-seen";
    const rows = (which) => [...new Set(verdicts.filter(which).map((v) => v.property))].map((property) => {
      const any = verdicts.find((v) => v.property === property);
      return h("tr", {},
        h("th", { scope: "row", title: any.statement }, h("bdi", {}, property)),
        kernels.map((kernel) => verdictCell(entry, cell.get(property + "\n" + kernel))),
        h("td", { class: "quiet" }, h("bdi", {}, any.statement)));
    });
    const parts = [];
    const head = (first) => [first, ...kernels.map((kernel) => h("bdi", {}, kernel)), "claim"];
    if (named) {
      parts.push(h("h3", {}, h("bdi", {}, entry.file)));
    }
    const claims = rows((v) => !sometimes(v));
    if (claims.length) {
      parts.push(h("h2", {}, "Properties"), table(head("property"), claims, { class: "matrix" }));
    }
    const seen = rows(sometimes);
    if (seen.length) {
      parts.push(h("h2", {}, "What has to happen sometimes"), table(head("property"), seen, { class: "matrix" }));
    }
    parts.push(h("h2", {}, "Bounds"), h("dl", { class: "bounds" }, kernels.map((kernel) => {
      const any = verdicts.find((v) => v.kernel === kernel && v.bounds) || {};
      return [h("dt", {}, h("bdi", {}, kernel)), h("dd", {}, "\u201cheld\u201d means within ", any.bounds || "unknown bounds",
        any.runs ? "; " + count(any.runs, "run") + ", " + count(any.steps, "step") : "")];
    })));
    for (const kernel of entry.data.kernels || []) {
      parts.push(aboutKernel(kernel));
    }
    return parts;
  }

  function verdictCell(entry, verdict) {
    if (!verdict) {
      return h("td", { class: "verdict none" }, "not run");
    }
    const word = WORDS[verdict.outcome] || verdict.outcome;
    const one = violations.find((v) => v.verdict === verdict);
    if (one) {
      const finding = isFinding(one);
      return h("td", { class: "verdict bad" }, h("a", { href: "#/v/" + one.id }, "\u2717 ", finding ? "finding" : word));
    }
    if (verdict.outcome === "seen") {
      return h("td", { class: "verdict good" }, "\u2713 " + number(verdict.seen) + " of " + number(verdict.runs));
    }
    return h("td", { class: "verdict " + (verdict.failed ? "bad" : verdict.outcome === "held" ? "good" : "none") },
      (verdict.failed ? "\u2717 " : verdict.outcome === "held" ? "\u2713 " : "") + word);
  }

  function aboutKernel(kernel) {
    const rows = (title, counts) => {
      const all = Object.entries(counts || {}).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      return h("section", {}, h("h4", {}, title), all.length
        ? h("table", { class: "counts" }, h("tbody", {}, all.slice(0, 40).map(([what, n]) =>
            h("tr", {}, h("td", { class: "n" }, number(n)), h("td", {}, h("bdi", {}, what))))))
        : h("p", { class: "quiet" }, "none"));
    };
    const retries = Object.fromEntries(Object.entries(kernel.jumps || {}).filter(([jump]) => {
      const [from, to] = jump.replace(/^[^.]*\./, "").split(" -> ");
      return !/^NEXT_/.test(from) && !/^NEXT_/.test(to);
    }));
    return h("details", { class: "kernel" },
      h("summary", {}, "Kernel ", h("bdi", {}, kernel.kernel), ": locks, retries, failures, ",
        count((kernel.patches || []).length, "patch", "patches")),
      (kernel.patches || []).length > 0 && h("section", {}, h("h4", {}, "Patches"),
        h("ul", {}, kernel.patches.map((patch) => h("li", {}, h("code", {}, patch.id), " ", h("bdi", {}, patch.description),
          patch.finding && h("span", { class: "tag" }, "finding"))))),
      h("div", { class: "columns" },
        rows("Waited for (contended)", kernel.waits),
        rows("Failures and other rare answers taken", kernel.failures),
        rows("Went back to an earlier label (retries)", retries),
        h("section", {}, h("h4", {}, "Lock order met"), h("ul", { class: "plain" },
          (kernel.lockOrder || []).map((edge) => h("li", {}, h("code", {}, edge)))))));
  }

  function searches(entry) {
    if (!entry.data.searches) {
      return [];
    }
    return [h("h2", {}, "Exhaustive search"), table(
      ["kernel", "setup", "states", "steps", "deepest", "closed", "bounds"],
      entry.data.searches.map((s) => h("tr", {}, h("th", { scope: "row" }, h("bdi", {}, s.kernel)), h("td", {}, s.setup),
        h("td", { class: "n" }, number(s.states)), h("td", { class: "n" }, number(s.transitions)),
        h("td", { class: "n" }, number(s.depth)),
        h("td", {}, s.complete ? "complete" : "cut by " + s.cutBy), h("td", {}, h("bdi", {}, s.bounds)))), { class: "list" })];
  }

  // ---- coverage ------------------------------------------------------------------------------------------------------

  function coverage() {
    const parts = [h("h1", {}, "Coverage"), h("p", { class: "quiet" },
      "Each kernel function that some run entered, with its labels in reading order and how often each was executed.")];
    const only = h("input", { type: "checkbox", id: "only", onchange: () => app.classList.toggle("only", only.checked) });
    parts.push(h("p", {}, only, " ", h("label", { for: "only" }, "only functions with labels that were never reached")));
    for (const entry of documents) {
      for (const kernel of entry.data.kernels || []) {
        const never = (p) => p.labels.filter(([, n]) => n === 0).length;
        const labels = sum(kernel.programs.map((p) => p.labels.length));
        const missed = sum(kernel.programs.map(never));
        parts.push(h("h2", {}, modules.length > 1 && h("bdi", {}, entry.module, " "), "Kernel ", h("bdi", {}, kernel.kernel)),
          h("p", {}, count(kernel.programs.length, "function"), ", " + number(labels - missed) + " of " + number(labels)
            + " labels reached" + (missed ? "; never reached: " + missed : "")));
        const most = Math.max(1, ...kernel.programs.flatMap((p) => p.labels.map(([, n]) => n)));
        parts.push(h("div", { class: "outline" }, kernel.programs.map((program) => {
          const n = never(program);
          return h("details", { class: n ? "program missed" : "program", open: n > 0 },
            h("summary", {}, h("code", {}, program.program), " ",
              h("span", { class: n ? "bad" : "quiet" }, n ? n + " never reached" : number(program.labels[0][1]))),
            h("table", {}, h("tbody", {}, program.labels.map(([label, hits]) => h("tr", { class: hits ? null : "never" },
              h("td", {}, h("code", {}, label)),
              h("td", { class: "n" }, hits ? number(hits) : "never"),
              h("td", { class: "bar", "aria-hidden": "true" },
                bar(Math.log1p(hits) / Math.log1p(most))))))));
        })));
      }
    }
    frame(...parts);
    document.title = "coverage - mmcheck report";
  }

  function bar(part) {
    return g("svg", { width: 80, height: 8, viewBox: "0 0 80 8" },
      g("rect", { class: "hit", x: 0, y: 1, width: Math.round(80 * part), height: 6 }));
  }

  // ---- conformance and mutation ----------------------------------------------------------------------------------------

  function conformance() {
    const parts = [h("h1", {}, "Conformance with logs of real kernels")];
    for (const entry of documents.filter((d) => d.data.goal === "conform")) {
      const data = entry.data;
      parts.push(h("h2", {}, h("bdi", {}, data.log), ", kernel ", h("bdi", {}, data.kernel), ", swap on ", data.swap));
      parts.push(h("p", {}, data.summary));
      const tally = (pair) => pair[1] ? pair[0] + " / " + pair[1] : "\u2013";
      parts.push(table(["theme", "observations", "operations", "compared of all", "sequences"], data.themes.map((theme) =>
        h("tr", {}, h("th", { scope: "row" }, h("bdi", {}, theme.theme || "(none)")),
          h("td", { class: "n" }, tally(theme.observations)), h("td", { class: "n" }, tally(theme.operations)),
          h("td", { class: "n" }, theme.operations[1] + " / " + theme.all),
          h("td", { class: "n" }, tally(theme.sequences)))), { class: "list" }));
      if (data.differences.length) {
        parts.push(h("h3", {}, "Differences"), table(["line", "sequence", "operation", "where", "what", "kernel", "model"],
          data.differences.map((d) => h("tr", {}, h("td", { class: "n" }, d.line),
            [d.sequence, d.operation, d.where, d.column, d.kernel, d.model].map((text) =>
              h("td", {}, h("bdi", {}, text))))), { class: "list" }));
      }
      const counts = (title, map) => Object.keys(map || {}).length > 0 && h("section", {}, h("h4", {}, title),
        h("ul", {}, Object.entries(map).map(([what, n]) => h("li", {}, number(n) + " ", h("bdi", {}, what)))));
      parts.push(h("div", { class: "columns" }, counts("Sequences stopped at", data.stops),
        counts("Operations not compared", data.left)));
    }
    frame(...parts);
    document.title = "conformance - mmcheck report";
  }

  /** Tables as they come: a title, a head and rows of texts and numbers. */
  function mutation() {
    const parts = [h("h1", {}, "Mutation: which steps no property watches")];
    for (const entry of documents.filter((d) => d.data.goal === "mutate")) {
      if (entry.data.summary) {
        parts.push(h("p", {}, entry.data.summary));
      }
      for (const one of entry.data.tables || []) {
        parts.push(h("h2", {}, one.title), table(one.head, one.rows.map((row) => h("tr", {}, row.map((cell) =>
          h("td", { class: typeof cell === "number" ? "n" : null }, h("bdi", {}, cell))))), { class: "list" }));
      }
    }
    frame(...parts);
    document.title = "mutation - mmcheck report";
  }

  // ---- a violation -----------------------------------------------------------------------------------------------------

  function violation(id, at) {
    const one = violations.find((v) => v.id === id);
    if (!one) {
      frame(h("h1", {}, "There is no violation of this name"), h("p", {}, h("a", { href: "#/" }, "Overview")));
      return;
    }
    const { example, verdict } = one;
    const story = example.story;
    document.title = verdict.property + " - mmcheck report";
    const place = violations.indexOf(one);
    const head = [
      h("p", { class: "crumbs" }, h("bdi", {}, verdict.property), " on kernel ", h("bdi", {}, verdict.kernel),
        place > 0 && h("a", { href: "#/v/" + violations[place - 1].id }, "\u2039 previous"),
        place + 1 < violations.length && h("a", { href: "#/v/" + violations[place + 1].id }, "next \u203a")),
      h("h1", { class: "lost" }, h("bdi", {}, story ? story.sentence : example.lost)),
      h("ul", { class: "facts" },
        h("li", {}, "claim: ", h("bdi", {}, verdict.statement)),
        h("li", {}, "setup ", h("bdi", {}, example.setup)),
        h("li", {}, count(example.operations, "operation"), ", ", count(example.preemptions, "preemption"),
          story && ", " + count(story.steps.length, "step")),
        h("li", {}, example.proof, example.certificate && " (" + example.certificate + ")"),
        h("li", {}, example.foundAfter ? "found after " + count(example.foundAfter, "run") + " with "
          + count(example.foundWith, "operation") : "found by " + (example.foundBy || "a search")),
        (example.needs || []).length > 0 && h("li", {}, "needs ", h("bdi", {}, example.needs.join(" and "))))];
    const after = [why(example, story), asText(example), proof(example)];
    if (!story) {
      frame(...head, takeAlong(one, null), ...after);
      return;
    }
    const view = stepper(one, story, at);
    frame(...head, view.controls, h("div", { class: "work" }, h("div", {}, view.lanes, view.legend), view.state),
      takeAlong(one, view), ...after);
    view.ready();
  }

  // What one thread is inside of, from the depths of its steps: a call is one deeper than its caller's last step.
  function bars(story) {
    const open = story.threads.map(() => []);
    const all = [];
    story.steps.forEach((step, i) => {
      const stack = open[step.thread];
      if (step.starts) {
        stack.length = 0;
      }
      stack.length = Math.min(stack.length, step.depth);
      if (stack.length === step.depth && stack[step.depth - 1].name !== step.function) {
        stack.length = step.depth - 1;
      }
      if (stack.length < step.depth) {
        const bar = { thread: step.thread, name: step.function, depth: step.depth, from: i, to: i };
        stack.push(bar);
        all.push(bar);
      }
      stack.forEach((bar) => { bar.to = i; });
    });
    return all;
  }

  const brief = (text) => String(text).replace(/migration entry of page (\d+) \((.*)\)/, "migr $1 $2").replace("exclusive", "excl")
    .replace("device page", "dev").replace("swap slot", "swap").replace(/^page /, "pg ").replace(/, /g, " ");

  function pageText(state, page) {
    const at = "page/" + page + "/";
    if (state[at + "kind"] === undefined) {
      return null;
    }
    const flags = String(state[at + "flags"] || "").split(" ");
    return "=" + state[at + "data"] + (flags.includes("dirty") ? " D" : "") + (flags.includes("writeback") ? " WB" : "");
  }

  function sourcesOf(state, page) {
    const at = "page/" + page + "/ref/";
    return Object.keys(state).filter((key) => key.startsWith(at)).map((key) => [key.slice(at.length), state[key]]);
  }

  function sourceClass(source) {
    return /^pte/.test(source) ? "s-pte" : /^swap cache/.test(source) ? "s-swap" : /batch/.test(source) ? "s-batch"
      : /^isolation/.test(source) ? "s-iso" : /^(pin|GUP)/.test(source) ? "s-pin" : "s-op";
  }

  /** Which things have a strip: those that some step changes. */
  function tracksOf(story, states) {
    const keys = new Set(Object.keys(story.start));
    const changed = new Set();
    for (const step of story.steps) {
      Object.keys(step.set || {}).forEach((key) => { keys.add(key); changed.add(key); });
    }
    const tracks = [];
    const simple = (pattern, title) => [...keys].filter((key) => pattern.test(key)).sort().forEach((key) => {
      if (states.some((s) => s[key] !== undefined)) {
        tracks.push({ title: title(key), value: (s) => s[key] === undefined ? null : brief(s[key]), full: (s) => s[key] });
      }
    });
    simple(/^pte\//, (key) => "pte " + key.slice(4));
    const pages = new Set([...changed].map((key) => (key.match(/^page\/(\d+)\//) || [])[1]).filter((n) => n !== undefined));
    [...pages].map(Number).sort((a, b) => a - b).forEach((page) => tracks.push({
      title: "page " + page,
      page,
      value: (s) => pageText(s, page),
      full: (s) => s["page/" + page + "/kind"] === undefined ? null : pageWords(s, page)
    }));
    simple(/^tlb\//, (key) => key.slice(4).replace("CPU", "TLB").replace("/", " "));
    const slots = new Set([...keys].map((key) => (key.match(/^slot\/(\d+)\//) || [])[1]).filter((n) => n !== undefined));
    [...slots].map(Number).sort((a, b) => a - b).forEach((slot) => {
      const value = (s) => s["slot/" + slot + "/holds"] === undefined ? null : "=" + s["slot/" + slot + "/holds"] + ", "
        + s["slot/" + slot + "/ptes"] + " pte" + (s["slot/" + slot + "/ptes"] === 1 ? "" : "s");
      tracks.push({ title: "swap slot " + slot, value, full: value });
    });
    simple(/^device\/\d+\/(?!invalidations|walks|must)/, (key) => "device " + key.slice(7).replace("/", " "));
    return tracks.slice(0, 14);
  }

  function pageWords(state, page) {
    const at = "page/" + page + "/";
    const sources = sourcesOf(state, page);
    return state[at + "kind"] + ", holds " + state[at + "data"] + ", " + state[at + "flags"] + "; refs " + state[at + "refs"] + " = "
      + (sources.map(([what, n]) => (n === 1 ? "" : n + " ") + what).join(" + ") || "nobody") + "; mapcount " + state[at + "mapcount"];
  }

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
      const lane = threads === 1 ? 430 : threads === 2 ? 330 : 280;
      const left = 46;
      const tracks = tracksOf(story, states);
      const strip = 104;
      const x = (thread) => left + thread * lane;
      const from = left + threads * lane + 10;
      const width = from + tracks.length * strip + 6;
      const height = HEAD + rows.length * ROW + 8;
      const { top, bottom } = bounds();
      const texts = [];
      const shapes = [];

      shapes.push(g("rect", { class: "paper", x: 0, y: 0, width, height }));
      highlight = g("rect", { class: "now", x: 0, y: -99, width, height: ROW });
      shapes.push(highlight);
      for (let t = 0; t < threads; t++) {
        shapes.push(g("line", { class: "rule", x1: x(t) - 4, x2: x(t) - 4, y1: 4, y2: height }));
        texts.push(g("text", { class: "cpu", x: x(t), y: 16 }, "CPU" + t));
        texts.push(g("text", { class: "thread", x: x(t), y: 31 }, "T" + t));
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
          texts.push(g("text", { class: "here", x: left, y: baseline }, "\u21ba from here on for ever"));
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
      strips(tracks, from, strip, shapes, texts, height);
      const svg = g("svg", { class: "drawing", width, height, viewBox: "0 0 " + width + " " + height, role: "img",
        "aria-label": "the run in lanes, " + last + " steps", xmlns: SVG }, shapes, texts);
      svg.addEventListener("click", (event) => {
        const y = event.clientY - svg.getBoundingClientRect().top;
        const row = rows[Math.max(0, Math.min(rows.length - 1, Math.floor((y - HEAD) / ROW)))];
        go(row.step + 1);
      });
      box.replaceChildren(svg);
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
      const effect = [...(step.does || (step.choice && step.unusual ? [step.choice] : [])),
        step.ends && step.ends !== "0" ? "\u2192 " + step.ends : ""].filter(Boolean).join(", ");
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
              texts.push(fitted("waits for " + states[since]["wait/T" + t], "waittext", x(t) + 26, y + 12.5, lane - 40));
            }
            since = -1;
          }
        }
      });
    }

    function strips(tracks, from, width, shapes, texts, height) {
      const drawn = rows.filter((row) => row.kind === "step" || row.kind === "start");
      tracks.forEach((track, k) => {
        const x = from + k * width;
        texts.push(fitted(track.title, "cpu", x + 2, 24, width - 6));
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
      return /^migr/.test(value) ? "v-migr" : /^swap/.test(value) ? "v-swap" : /^dev/.test(value) ? "v-dev"
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
      if (into < 60 || into > box.clientHeight - 60) {
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
      legend: legend(),
      lanes: box,
      state: panel,
      svg: () => box.querySelector("svg"),
      to: (n) => go(n, false),
      id: one.id,
      ready() {
        draw();
        document.addEventListener("keydown", keys);
        leave = () => document.removeEventListener("keydown", keys);
        current = this;
        go(now, false);
      }
    };
  }

  function legend() {
    const swatch = (kind, text, width) => h("span", {}, g("svg", { width: 8, height: 11, "aria-hidden": "true" },
      g("rect", { class: kind, x: 1, y: 1, width: width || 6, height: 9 })), " ", text);
    return h("p", { class: "legend" },
      h("b", {}, "held: "), swatch("lock l-mmap_lock", "mmap_lock", 3), swatch("lock l-page", "page lock", 3),
      swatch("lock l-anon_vma", "anon_vma", 3), swatch("lock l-ptl", "page table", 3), swatch("lock l-device", "device mutex", 3),
      h("b", {}, "references: "), swatch("s-pte", "pte"), swatch("s-swap", "swap cache"), swatch("s-batch", "LRU batch"),
      swatch("s-iso", "isolation"), swatch("s-pin", "GUP, pin"), swatch("s-op", "operation"), swatch("s-none", "on the way"),
      h("span", {}, h("b", {}, "=1"), " content 1, ", h("b", {}, "D"), " dirty, ", h("b", {}, "!"), " another thread was interrupted"));
  }

  let current = null;

  // ---- the state panel -------------------------------------------------------------------------------------------------

  const GROUPS = [
    ["Page tables", /^pte\//, (key) => key.slice(4)],
    ["TLBs", /^tlb\//, (key) => key.slice(4).replace("/", " ")],
    ["Swap", /^slot\//, (key) => "slot " + key.slice(5).replace("/", " ")],
    ["Devices", /^device\//, (key) => "device " + key.slice(7).replace("/", " ")],
    ["Locks", /^lock\//, (key) => key.slice(5)],
    ["GUP", /^gup\//, (key) => "hold " + key.slice(4)],
    ["Processes", /^(mm|memcg)\//, (key) => key.replace(/^mm\//, "").replace("/", " ")]
  ];

  function value(before, after) {
    if (before === after) {
      return [h("bdi", {}, after)];
    }
    return [
      before !== undefined && before !== "" && h("del", {}, h("bdi", {}, before)),
      before !== undefined && before !== "" && " ",
      after !== undefined && h("ins", {}, h("bdi", {}, after === "" ? "(none)" : after))];
  }

  function stateOf(story, states, now) {
    const after = states[now];
    const before = now === 0 ? after : states[now - 1];
    const parts = [];
    const step = now === 0 ? null : story.steps[now - 1];
    parts.push(h("h2", {}, step ? ["T" + step.thread + " ", h("code", {}, step.function + " " + step.label)] : "Before the first step"));
    if (step) {
      const notes = [
        step.starts && "begins " + step.starts,
        step.choice && "the environment: " + step.choice,
        ...(step.says || []),
        step.missing && "without " + step.missing + " before it",
        step.changed && "not today\u2019s step",
        step.preempts && "another thread was interrupted for this step",
        step.ends !== undefined && "the operation ends" + (step.ends ? " \u2192 " + step.ends : "")].filter(Boolean);
      parts.push(h("ul", { class: "notes" }, notes.map((note) => h("li", {}, h("bdi", {}, note)))));
      if (after.oops) {
        parts.push(h("p", { class: "bad" }, h("bdi", {}, after.oops)));
      }
    }
    const threads = story.threads.map((_, t) => {
      let at = null;
      let operation = null;
      for (let i = 0; i < now; i++) {
        const s = story.steps[i];
        if (s.thread === t) {
          operation = s.starts || operation;
          at = s;
        }
      }
      const text = !at ? "has not begun" : at.ends !== undefined ? "between operations" : operation + ": after " + at.function + " " + at.label;
      const wait = after["wait/T" + t];
      return row("T" + t, wait ? [text, h("span", { class: "wait" }, ", waits for " + wait)] : [text], step && step.thread === t);
    });
    parts.push(group("Threads", threads));
    const groups = GROUPS.map(([title, pattern, name]) => {
      const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => pattern.test(key)).sort();
      return [title, keys.map((key) => row(name(key), value(before[key], after[key]), before[key] !== after[key]))];
    });
    parts.push(group(...groups[0]), ...pagesOf(before, after));
    groups.slice(1).filter(([, rows]) => rows.length).forEach((one) => parts.push(group(...one)));
    return parts;
  }

  function row(name, content, changed) {
    return h("tr", { class: changed ? "ch" : null }, h("th", { scope: "row" }, h("bdi", {}, name)), h("td", {}, content));
  }

  function group(title, rows) {
    return h("table", { class: "group" }, h("caption", {}, title),
      h("tbody", {}, rows.length ? rows : h("tr", {}, h("td", { class: "quiet" }, "nothing mapped"))));
  }

  /** References and mapcount with what they are made of. */
  function pagesOf(before, after) {
    const numbers = new Set();
    for (const key of [...Object.keys(before), ...Object.keys(after)]) {
      const found = key.match(/^page\/(\d+)\//);
      if (found) {
        numbers.add(Number(found[1]));
      }
    }
    const words = {
      content: (s, at) => s[at + "data"],
      flags: (s, at) => s[at + "flags"],
      references: (s, at, page) => {
        const refs = s[at + "refs"];
        const sources = sourcesOf(s, page);
        const left = Number(refs) - sum(sources.map(([, n]) => n));
        return refs === undefined ? undefined : refs + " = "
          + sources.map(([what, n]) => (n === 1 ? "" : n + " ") + what)
            .concat(left > 0 ? [left + " on the way"] : left < 0 ? ["(" + -left + " too few)"] : []).join(" + ");
      },
      mapcount: (s, at, page) => s[at + "mapcount"] === undefined ? undefined : s[at + "mapcount"] + " = "
        + (sourcesOf(s, page).map(([what]) => what).filter((what) => what.startsWith("pte ")).join(" + ") || "no pte"),
      mapping: (s, at) => s[at + "mapping"]
    };
    return [...numbers].sort((a, b) => a - b).map((page) => {
      const at = "page/" + page + "/";
      const rows = Object.entries(words).map(([name, of]) => {
        const old = of(before, at, page);
        const fresh = of(after, at, page);
        return old === undefined && fresh === undefined ? null : row(name, value(old, fresh), old !== fresh);
      }).filter(Boolean);
      const kind = after[at + "kind"];
      return group("Page " + page + (kind === undefined ? ": freed" : kind === "system" ? "" : ", " + kind), rows);
    });
  }

  // ---- why, text, what to take along -----------------------------------------------------------------------------------

  function why(example, story) {
    const reasons = example.why;
    if (!reasons) {
      return h("section", { class: "why" }, h("h2", {}, "Why"), h("p", { class: "quiet" }, "not computed"));
    }
    const parts = [h("h2", {}, "Why")];
    const lines = (list) => h("pre", {}, (list || []).join("\n"));
    if ((reasons.constraints || []).length) {
      parts.push(h("p", {}, "It happens whenever ", reasons.constraints.length === 1 ? "this order holds" : "these orders hold",
        " (" + (reasons.proof || (reasons.proven ? "proven" : "not proven")) + "):"),
        h("ol", {}, reasons.constraints.map((one) => h("li", {}, h("bdi", {}, one.text),
          one.passing && one.passing.length > 0 && h("details", {},
            h("summary", {}, "without it: a run that passes"), lines(one.passing))))));
    } else if (reasons.proven) {
      parts.push(h("p", {}, "No order of steps is needed for it", reasons.proof ? " (" + reasons.proof + ")" : "", "."));
    }
    if ((reasons.answers || []).length) {
      parts.push(h("p", {}, "and the environment answers:"),
        h("ul", {}, reasons.answers.map((one) => h("li", {}, h("bdi", {}, one.text || one.choice)))));
    }
    if ((reasons.edits || []).length) {
      parts.push(h("p", {}, "The edit that does it: ", reasons.edits.map((one, i) =>
        [i ? ", " : "", h("code", {}, one.edit), " (", h("bdi", {}, one.patch), ")"])));
    }
    if (reasons.nearest) {
      parts.push(h("details", {}, h("summary", {}, "the nearest schedule that passes: "
        + count(reasons.nearest.changed, "change") + (reasons.nearest.proof ? ", " + reasons.nearest.proof : "")),
        lines(reasons.nearest.schedule)));
    }
    if (reasons.chances && reasons.chances.after && reasons.chances.after.length) {
      parts.push(curve(reasons.chances, story));
    }
    if (reasons.notProven || reasons.proven === false) {
      parts.push(h("p", { class: "quiet" }, reasons.notProven || "not all of this is proven: " + (reasons.proof || "a budget ended")));
    }
    return h("section", { class: "why" }, parts);
  }

  /** How likely the violation is after each step, if from there on every choice were fair. */
  function curve(chances, story) {
    const all = [chances.start, ...chances.after];
    const width = 640;
    const height = 110;
    const x = (i) => 34 + i * (width - 44) / Math.max(1, all.length - 1);
    const y = (p) => 10 + (1 - p) * (height - 28);
    const jump = chances.jump;
    const at = jump >= 0 && story && story.steps[jump];
    return h("figure", {}, g("svg", { class: "curve", width, height, viewBox: "0 0 " + width + " " + height, role: "img",
      "aria-label": "probability of the violation after each step" + (at ? "; it jumps at step " + (jump + 1) : "") },
      g("rect", { class: "paper", x: 0, y: 0, width, height }),
      [0, 0.5, 1].map((p) => [g("line", { class: "rule", x1: 34, x2: width - 8, y1: y(p), y2: y(p) }),
        g("text", { class: "no", x: 28, y: y(p) + 4, "text-anchor": "end" }, p)]),
      jump >= 0 && g("line", { class: "jump", x1: x(jump + 1), x2: x(jump + 1), y1: 6, y2: height - 14 }),
      g("path", { class: "path", d: all.map((p, i) => (i ? "L" : "M") + x(i).toFixed(1) + " " + y(p).toFixed(1)).join(" ") }),
      g("text", { class: "no", x: 34, y: height - 3 }, "start"),
      g("text", { class: "no", x: width - 8, y: height - 3, "text-anchor": "end" }, "step " + chances.after.length)),
      h("figcaption", {}, "Probability of the violation after each step under a uniform scheduler"
        + (at ? "; it jumps at step " + (jump + 1) + ", T" + at.thread + " " + at.function + " " + at.label : "")
        + (chances.proof ? " (" + chances.proof + ")" : "") + "."));
  }

  function asText(example) {
    return h("section", {}, h("h2", {}, "The run as text"), h("pre", { class: "trace", tabindex: "0" },
      shown((example.lanes || []).concat(["", example.lost]).join("\n"), 200000)));
  }

  function proof(example) {
    return (example.searches || []).length > 0 && h("details", {},
      h("summary", {}, "What was searched for something smaller"),
      h("ul", {}, example.searches.map((line) => h("li", {}, h("bdi", {}, line)))));
  }

  async function copy(text, button) {
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch (refused) {
      const area = h("textarea", { class: "spoken" });
      area.value = text;
      document.body.append(area);
      area.select();
      done = document.execCommand("copy");
      area.remove();
    }
    const was = button.textContent;
    button.textContent = done ? "copied" : "not copied";
    setTimeout(() => { button.textContent = was; }, 1200);
  }

  function save(name, blob) {
    const link = h("a", { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  /** The drawing with its colours inside of it, for places that have no style sheet. */
  function standalone(svg) {
    const clone = svg.cloneNode(true);
    const from = svg.querySelectorAll("*");
    clone.querySelectorAll("*").forEach((node, i) => {
      const style = getComputedStyle(from[i]);
      for (const name of ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-family", "font-size", "font-weight"]) {
        const set = style.getPropertyValue(name);
        if (set) {
          node.setAttribute(name, set);
        }
      }
      node.removeAttribute("class");
    });
    clone.removeAttribute("class");
    clone.querySelectorAll("rect[height='" + ROW + "'][x='0']").forEach((node) => node.remove());
    return new XMLSerializer().serializeToString(clone);
  }

  function savePng(name, svg) {
    const text = standalone(svg);
    const image = new Image();
    const scale = Math.min(2, 16000 / svg.height.baseVal.value);
    image.onload = () => {
      const canvas = h("canvas", { width: Math.ceil(svg.width.baseVal.value * scale), height: Math.ceil(svg.height.baseVal.value * scale) });
      const context = canvas.getContext("2d");
      context.scale(scale, scale);
      context.drawImage(image, 0, 0);
      canvas.toBlob((blob) => save(name, blob), "image/png");
    };
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
  }

  function takeAlong(one, view) {
    const { example } = one;
    const stem = one.id;
    const replay = "mvn mm:replay -Dmm.trace=" + ((example.story && example.story.token) || "target/mm-reports/" + example.file);
    const button = (text, title, act) => h("button", { type: "button", title, onclick: (event) => act(event.currentTarget) }, text);
    return h("div", { class: "take", role: "group", "aria-label": "to take along" },
      h("span", { class: "quiet" }, "copy"),
      button("trace", "the run in two columns, for a changelog", (b) => copy((example.lanes || []).concat([example.lost]).join("\n") + "\n", b)),
      button("replay command", replay, (b) => copy(replay, b)),
      example.trace && button(".mmtrace", "the counterexample file", (b) => copy(example.trace, b)),
      example.test && button("test class", "a test that replays it: " + example.test.name + ".java", (b) => copy(example.test.source, b)),
      button("link", "the address of this step", (b) => copy(location.href, b)),
      view && h("span", { class: "quiet" }, "save"),
      view && button("SVG", "the lanes as an SVG file", () => save(stem + ".svg",
        new Blob([standalone(view.svg())], { type: "image/svg+xml" }))),
      view && button("PNG", "the lanes as a PNG file", () => savePng(stem + ".png", view.svg())));
  }

  // ---- where we are ----------------------------------------------------------------------------------------------------

  function route() {
    const [view, id, step] = location.hash.slice(2).split("/").map(decodeURIComponent);
    const at = step === undefined || step === "" || Number.isNaN(Number(step)) ? null : Math.trunc(Number(step));
    if (view === "v" && current && current.id === id && at !== null) {
      current.to(at);
      return;
    }
    leave();
    leave = () => {};
    current = null;
    app.className = "";
    if (view === "v") {
      violation(id, at);
    } else if (view === "coverage") {
      coverage();
    } else if (view === "conform") {
      conformance();
    } else if (view === "mutate") {
      mutation();
    } else {
      overview();
    }
    scrollTo(0, 0);
  }

  addEventListener("hashchange", route);
  route();
})();
