// What can be taken along: texts, SVG, PNG.

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
  clone.querySelectorAll("g").forEach((node) => node.removeAttribute("transform"));
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
