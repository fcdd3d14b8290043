// One violation.

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
  const after = [why(one, story), asText(example), proof(example)];
  if (!story) {
    frame(...head, takeAlong(one, null), ...after);
    return;
  }
  const view = stepper(one, story, at);
  frame(...head, view.controls, h("div", { class: "work" }, h("div", {}, view.lanes, view.legend), view.state),
    takeAlong(one, view), ...after);
  view.ready();
}
