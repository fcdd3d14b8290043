// Coverage: the label table of each function that some run entered.

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
