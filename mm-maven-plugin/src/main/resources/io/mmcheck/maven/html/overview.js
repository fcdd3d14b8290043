// The overview: what held, what did not, and within what bounds.

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
      parts.push(...matrix(entry, module.documents.length > 1), ...elsewhere(entry));
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
    const never = verdicts.filter((v) => v.outcome === "never-seen").length;
    facts.push(verdicts.length - failed + " held", failed - never + " violated", never && never + " never seen");
  }
  for (const entry of documents.filter((d) => d.data.goal === "check" || d.data.seed !== undefined)) {
    const kernels = entry.data.kernels || [];
    facts.push((documents.length > 1 ? entry.module + " " + entry.file + ": " : "") + "seed " + entry.data.seed + ", "
      + number(entry.data.tries || 0) + " tries a kernel"
      + (kernels.length ? ", " + number(sum(kernels.map((k) => k.steps))) + " steps" : "")
      + (entry.data.millis === undefined ? "" : ", " + (entry.data.millis / 1000).toFixed(1) + " s"));
  }
  if (!documents.length) {
    facts.push("there are no results");
  }
  return h("ul", { class: "facts" }, facts.filter(Boolean).map((fact) => h("li", {}, fact)));
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
      any.runs ? "; " + count(any.runs, "run") + ", " + count(any.steps, "step") : "",
      any.states ? "; " + count(any.steps, "step") + " between them" : "")];
  })));
  for (const kernel of entry.data.kernels || []) {
    parts.push(aboutKernel(kernel, documents.length === 1 && entry.data.kernels.length === 1));
  }
  return parts;
}

/** What has a view of its own. */
function elsewhere(entry) {
  const { goal, log, kernel, summary } = entry.data;
  return goal !== "conform" && goal !== "mutate" ? [] : [
    h("h2", {}, h("a", { href: "#/" + goal }, goal === "conform" ? "Conformance" : "Mutation")),
    h("p", {}, log && [h("bdi", {}, log), ", kernel ", h("bdi", {}, kernel), ": "], h("bdi", {}, summary))];
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

function aboutKernel(kernel, alone) {
  const rows = (title, counts) => {
    const all = Object.entries(counts || {}).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    return h("section", {}, h("h4", {}, title), all.length
      ? h("table", { class: "counts" }, h("tbody", {}, all.slice(0, 40).map(([what, n]) =>
          h("tr", {}, h("td", { class: "n" }, number(n)), h("td", {}, h("bdi", {}, what))))))
      : h("p", { class: "quiet" }, "none"));
  };
  return h("details", { class: "kernel", open: alone },
    h("summary", {}, "Kernel ", h("bdi", {}, kernel.kernel), ": contended locks, retries, failures, ",
      count((kernel.patches || []).length, "patch", "patches")),
    (kernel.patches || []).length > 0 && h("section", {}, h("h4", {}, "Patches"),
      h("ul", {}, kernel.patches.map((patch) => h("li", {}, h("code", {}, patch.id), " ", h("bdi", {}, patch.description),
        patch.finding && h("span", { class: "tag" }, "finding"))))),
    h("div", { class: "columns" },
      rows("Waited for while somebody else had it", kernel.waits),
      rows("Failures taken", kernel.failures),
      rows("Tried again: back at a label as if nothing had been", kernel.retries),
      h("section", {}, h("h4", {}, "Lock order met"), h("ul", { class: "plain" },
        (kernel.lockOrder || []).map((edge) => h("li", {}, h("code", {}, edge)))))));
}
