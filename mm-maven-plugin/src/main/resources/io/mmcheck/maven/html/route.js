// The address of a view is in the fragment: #/v/<violation>/<step>.

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

// On paper nothing can be opened.
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open])")];
  opened.forEach((one) => { one.open = true; });
  if (current) {
    current.print();
  }
});
addEventListener("afterprint", () => {
  opened.forEach((one) => { one.open = false; });
  if (current) {
    current.printed();
  }
});
addEventListener("hashchange", route);
route();
