// What of a run is drawn: the calls of each thread, and the strips of what they change.

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

const brief = (text) => String(text).replace(/ sd\b/, "").replace(/huge page (\d+)/, "huge $1")
  .replace("huge zero page", "huge zero").replace(" exclusive to a device", " dev-excl").replace(/migration entry of page (\d+) \((.*)\)/, "migr $1 $2").replace("exclusive", "excl")
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
  return /^(pte|pmd|device-exclusive)/.test(source) ? "s-pte" : /^(swap|page) cache/.test(source) ? "s-swap" : /batch/.test(source) ? "s-batch"
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
  simple(/^pmd\//, (key) => "pmd " + key.slice(4));
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
  simple(/^file\//, (key) => key.replace(/\//g, " "));
  simple(/^device\/\d+\/(?!invalidations|walks|must)/, (key) => "device " + key.slice(7).replace("/", " "));
  return tracks.slice(0, 16);
}

function pageWords(state, page) {
  const at = "page/" + page + "/";
  const sources = sourcesOf(state, page);
  return state[at + "kind"] + ", holds " + state[at + "data"] + ", " + state[at + "flags"]
    + (state[at + "folio"] ? "; " + state[at + "folio"] : "") + (state[at + "refs"] === undefined ? "" : "; refs " + state[at + "refs"] + " = "
    + (sources.map(([what, n]) => (n === 1 ? "" : n + " ") + what).join(" + ") || "nobody") + "; mapcount " + state[at + "mapcount"]);
}
