// Conformance and mutation, as tables.

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
    if (entry.data.bounds) {
      parts.push(h("p", { class: "quiet" }, "On kernel ", h("bdi", {}, entry.data.kernel), ", within ", h("bdi", {}, entry.data.bounds)));
    }
    for (const one of entry.data.tables || []) {
      parts.push(h("h2", {}, one.title), table(one.head, one.rows.map((row) => h("tr", {}, row.map((cell) =>
        h("td", { class: typeof cell === "number" ? "n" : null }, h("bdi", {}, cell))))), { class: "list" }));
    }
  }
  frame(...parts);
  document.title = "mutation - mmcheck report";
}
