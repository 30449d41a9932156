/** The elements of the sign-in in a form. */
const ICONS = {
  good: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm3 4-4 4.2L5 7.2 4 8.3l3 3 5-5.2z",
  bad: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zM7 4h2v5H7zm0 6h2v2H7z",
};

/** Returns the elements: `box`, with the `user` (`name`, `dot`, `out`), the `offer` (`button`), the `status` and
    the `address` (`link`, `copy`). */
export function createParts() {
  const box = create("div", { className: "sign-in" });
  const offer = create("div", { className: "offer" });
  const button = create("button", { id: "sign-in", className: "button", type: "button" });
  const address = create("div", { className: "address" });
  const link = create("input", { id: "sign-in-address", className: "control", type: "text", readOnly: true, dir: "ltr" });
  const copy = create("button", { id: "copy-address", className: "link", type: "button" });
  const user = create("p", { className: "hint" });
  const name = create("span", {});
  const dot = create("span", { textContent: " · " });
  const out = create("button", { id: "sign-out", className: "link", type: "button" });
  const status = create("p", { id: "sign-in-status", className: "say" });
  status.setAttribute("role", "status");
  offer.append(button);
  address.append(link, copy);
  user.append(name, dot, out);
  box.append(user, offer, status, address);
  return { box, offer, button, address, link, copy, user, name, dot, out, status };
}

/** Writes a sentence into the status, with the icon of its tone, unless it is there already: a screen reader would
    announce it again. */
export function writeStatus(status, sentence, name, tone) {
  if (status.textContent === sentence.replace("{}", () => name)) return;
  if (tone) status.dataset.tone = tone;
  else delete status.dataset.tone;
  const words = create("span", {});
  write(words, sentence, name);
  status.replaceChildren(...(tone ? [icon(tone)] : []), ...(sentence ? [words] : []));
}

/** Writes a sentence with a name of any direction, unless it is there already. */
export function write(element, sentence, name = "") {
  if (element.textContent === sentence.replace("{}", () => name)) return;
  const [before, after] = sentence.split("{}");
  element.replaceChildren(before);
  if (after !== undefined) element.append(create("bdi", { textContent: name }), after);
}

function create(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

/** Creates the icon of a tone, which is decorative: the words beside it say the same. */
function icon(tone) {
  const [svg, path] = ["svg", "path"].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
  const attributes = [[svg, { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }], [path, { d: ICONS[tone] }]];
  for (const [element, values] of attributes) {
    for (const [name, value] of Object.entries(values)) element.setAttribute(name, value);
  }
  svg.append(path);
  return svg;
}
