// What every view stands in.

const app = document.getElementById("app");

let leave = () => {};

function theme() {
  const dark = document.documentElement.dataset.theme
    ? document.documentElement.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "light" : "dark";
}

function frame(...content) {
  const kinds = new Set(documents.map((d) => d.data.goal));
  const link = (to, text) => h("a", {
    href: "#/" + to, "aria-current": (location.hash.slice(2).split("/")[0] || "") === to ? "page" : null }, text);
  app.replaceChildren(
    h("header", { class: "top" },
      h("a", { class: "name", href: "#/" }, "mmcheck"),
      h("nav", { "aria-label": "views" },
        link("", "Overview"),
        documents.some((d) => d.data.kernels && d.data.kernels.length) && link("coverage", "Coverage"),
        kinds.has("conform") && link("conform", "Conformance"),
        kinds.has("mutate") && link("mutate", "Mutation")),
      h("button", { type: "button", class: "theme", title: "dark or light", "aria-label": "dark or light", onclick: theme },
        "\u25d0")),
    h("main", { id: "main", tabindex: "-1" }, ...content));
}
