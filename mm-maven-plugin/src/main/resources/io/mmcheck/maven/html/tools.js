// Small tools: elements, texts, numbers.

const SVG = "http://www.w3.org/2000/svg";

/** What would not be seen, or would reorder what is seen, is shown by its number. */
function shown(text, most = 400) {
  const full = String(text);
  const cut = full.length > most ? full.slice(0, most) + "\u2026 (" + full.length + " characters)" : full;
  return cut.replace(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
    (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) {
      node.addEventListener(name.slice(2), value);
    } else if (value === true) {
      node.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(name, name === "title" || name === "aria-label" ? shown(value, 2000) : value);
    }
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) {
      node.append(child instanceof Node ? child : shown(child));
    }
  }
  return node;
}

/** A long text as it is, line ends and all. */
const whole = (text) => document.createTextNode(shown(text, 200000));

const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const g = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
const number = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ",");
const count = (n, one, many) => number(n) + " " + (n === 1 ? one : many || one + "s");
const sum = (values) => values.reduce((a, b) => a + b, 0);

function table(head, rows, attributes) {
  return h("div", { class: "scroll" }, h("table", attributes,
    h("thead", {}, h("tr", {}, head.map((one) => h("th", { scope: "col" }, one)))),
    h("tbody", {}, rows)));
}
