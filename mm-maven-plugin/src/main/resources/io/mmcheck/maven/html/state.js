// The state panel.

const GROUPS = [
  ["Page tables", /^(pte|pmd|table)\//, (key) => key.replace(/^pte\//, "").replace("/", " ")],
  ["TLBs", /^tlb\//, (key) => key.slice(4).replace("/", " ")],
  ["Swap", /^slot\//, (key) => "slot " + key.slice(5).replace("/", " ")],
  ["Files", /^file\//, (key) => key.replace(/\//g, " ")],
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
    folio: (s, at) => s[at + "folio"],
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
    mapcount: (s, at, page) => {
      const mapcount = s[at + "mapcount"];
      const ptes = sourcesOf(s, page).map(([what]) => what).filter((what) => /^(pte|pmd) /.test(what));
      return mapcount === undefined ? undefined : mapcount + (ptes.length ? " = " + ptes.join(" + ") : "")
        + (mapcount < ptes.length ? " (" + (ptes.length - mapcount) + " too few)" : mapcount === ptes.length ? ""
          : ptes.length ? " + " + (mapcount - ptes.length) + " of no pte" : ", of no pte");
    },
    "own mapcount": (s, at) => s[at + "mapcount of its own"],
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
