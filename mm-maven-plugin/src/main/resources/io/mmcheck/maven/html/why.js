// Why it happens, and the run as text.

/** A step that the text speaks of, as a link to it; nothing if the run does not come to it. */
function stepLink(one, event, what) {
  return event && event.step >= 0 && [" ", h("a", { href: "#/v/" + one.id + "/" + (event.step + 1) }, what + " step " + (event.step + 1))];
}

function why(one, story) {
  const { example } = one;
  const reasons = example.why;
  if (!reasons) {
    return h("section", { class: "why" }, h("h2", {}, "Why"), h("p", { class: "quiet" }, "not computed"));
  }
  const parts = [h("h2", {}, "Why")];
  const lines = (list) => h("pre", {}, whole((list || []).join("\n")));
  if ((reasons.constraints || []).length) {
    parts.push(h("p", {}, "It happens whenever ", reasons.constraints.length === 1 ? "this order holds" : "these orders hold",
      " (" + (reasons.proof || (reasons.proven ? "proven" : "not proven")) + "):"),
      h("ol", {}, reasons.constraints.map((order) => h("li", {}, h("code", {}, order.text), h("span", { class: "steps" },
        stepLink(one, order.before, "first:"), stepLink(one, order.after, "then:")),
        order.passing && order.passing.length > 0 && h("details", {},
          h("summary", {}, "without it: a run that passes"), lines(order.passing))))));
  } else if (reasons.proven) {
    parts.push(h("p", {}, "No order of steps is needed for it", reasons.proof ? " (" + reasons.proof + ")" : "", "."));
  }
  if ((reasons.answers || []).length) {
    parts.push(h("p", {}, "and the environment answers:"),
      h("ul", {}, reasons.answers.map((answer) => h("li", {}, h("code", {}, answer.text || answer.choice),
        stepLink(one, answer.at, "at")))));
  }
  if ((reasons.edits || []).length) {
    parts.push(h("p", {}, "The edit that does it: ", reasons.edits.map((one, i) =>
      [i ? ", " : "", h("code", {}, one.edit), " (", h("bdi", {}, one.patch), ")"])));
  } else if (story && (story.edits || []).length) {
    parts.push(h("p", {}, "What the patches that it needs change: ",
      story.edits.map((edit, i) => [i ? ", " : "", h("code", {}, edit)]),
      story.edits.length > 1 && h("span", { class: "quiet" }, " (which of these does it is not proven)")));
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
    whole((example.lanes || []).concat(["", example.lost]).join("\n"))));
}

function proof(example) {
  return (example.searches || []).length > 0 && h("details", {},
    h("summary", {}, "What was searched for something smaller"),
    h("ul", {}, example.searches.map((line) => h("li", {}, h("bdi", {}, line)))));
}
