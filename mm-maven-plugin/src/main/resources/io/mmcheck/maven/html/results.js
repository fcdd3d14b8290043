// The results that are in the page, and the violations among them.

const modules = JSON.parse(document.getElementById("data").textContent);

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
