/** Inserts templates into the text of a form. `embed.js` loads this file only for an element with templates, or
    when the page calls `insert`. */

import { Placeholders, firstIn } from "./templates/placeholders.js";
import { Problem } from "./templates/problem.js";
import { applyStyles } from "./templates/styles.js";
import { TEXTS } from "./templates/texts.js";

/** A `/` at the start of a word opens the list. */
const COMMAND = /(^|\s)\/$/;

export class Templates {
  #element;
  #root;
  #given;
  /** The elements: `box`, `button`, `popup`, `filter`, `list`, `none`, and the `problem`. */
  #parts = {};
  #shown = [];
  #active = 0;
  /** The start and the end of the text that the template replaces. */
  #range = [0, 0];
  #isCommand = false;
  #placeholders = new Placeholders();

  /** `given` returns the value of the property `templates`. */
  constructor(element, root, given) {
    this.#element = element;
    this.#root = root;
    this.#given = given;
    root.addEventListener("input", (event) => this.#follow(event));
    // The engine wrote a text that the user did not type, such as that of another ticket, or cleared the text.
    root.addEventListener("written", () => {
      this.#parts.problem?.update();
      // The list was opened for the former text.
      if (this.#isOpen) this.#close();
    });
    // This listener runs in the capture phase, so it can stop a click before the click reaches the engine.
    root.addEventListener("click", (event) => /^send/.test(event.target.id) && this.stops() && event.stopImmediatePropagation(), true);
    this.attach();
  }

  /** Adds the elements to the form if it has none, for example because it was drawn again. */
  attach() {
    const area = this.#area;
    if (!area) return;
    applyStyles(this.#root);
    if (this.#parts.box?.parentNode !== area.parentNode) this.#create(area);
    this.#parts.box.hidden = this.#templates.length === 0;
    this.#name();
    if (this.#isOpen) this.#show();
  }

  /** Inserts a text at the caret. The user can undo it. */
  insert(text) {
    const area = this.#area;
    if (!area || area.readOnly) return;
    const start = area.selectionStart;
    const filled = this.#fill(text);
    this.#placeholders.add(text);
    area.focus();
    if (!document.execCommand("insertText", false, filled)) {
      area.setRangeText(filled, start, area.selectionEnd, "end");
      area.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
    }
    select(area, firstIn(filled), start);
  }

  /** Whether the text has a placeholder. */
  get isUnfilled() {
    return Boolean(this.#unfilled);
  }

  /** Selects and reports the first placeholder of the text. Returns whether it stops the send. */
  stops() {
    const found = this.#unfilled;
    if (!found || this.#area.readOnly) return false;
    this.#area.focus();
    select(this.#area, found, 0);
    this.#parts.problem.show();
    return true;
  }

  get #area() {
    return this.#root.querySelector("textarea");
  }

  get #isOpen() {
    return this.#parts.popup?.hidden === false;
  }

  get #unfilled() {
    const texts = this.#templates.map(({ text }) => text);
    return this.#placeholders.find(this.#area?.value ?? "", texts);
  }

  get #texts() {
    return TEXTS[this.#root.querySelector("form").lang] ?? TEXTS.en;
  }

  /** The templates of the property, then those of the child elements. */
  get #templates() {
    const children = [...this.#element.querySelectorAll(":scope > template[name]")];
    const own = children.map((child) => ({ name: child.getAttribute("name"), text: trimmed(child.content.textContent) }));
    const given = Array.from(this.#given() ?? []);
    return [...given.filter((one) => typeof one?.name === "string" && typeof one.text === "string"), ...own];
  }

  #create(area) {
    const button = create("button", { id: "insert-template", className: "link", type: "button", ariaHasPopup: "listbox", ariaExpanded: "false" });
    const filter = create("input", { className: "control", type: "text", role: "combobox", autocomplete: "off", ariaAutoComplete: "list", ariaExpanded: "false" });
    const list = create("ul", { id: "template-list", role: "listbox" });
    const none = create("p", { className: "none", role: "status" });
    const popup = create("div", { className: "popup", hidden: true });
    const box = create("div", { className: "templates" });
    const problem = new Problem(this.#root, area, { find: () => this.#unfilled?.[0], sentence: () => this.#texts[2] });
    filter.setAttribute("aria-controls", list.id);
    popup.append(filter, list, none);
    box.append(button, popup);
    // The elements follow the text area, so that Tab moves from the type directly to the text.
    area.after(box, problem.element);
    this.#parts = { box, button, popup, filter, list, none, problem };
    // The engine sets the `lang` of the form some time after the element has loaded the strings.
    new MutationObserver(() => this.#name()).observe(area.form, { attributeFilter: ["lang"] });
    button.addEventListener("click", () => (popup.hidden ? this.#open(false) : this.#close()));
    filter.addEventListener("keydown", (event) => this.#press(event));
    filter.addEventListener("input", () => this.#show());
    // If the whole window loses the focus, the filter stays the active element, and the list stays open.
    filter.addEventListener("blur", () => this.#root.activeElement !== filter && this.#hide());
    // The filter keeps the focus while the user presses an option.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", ({ target }) => this.#choose([...list.children].indexOf(target.closest("li"))));
    for (const type of ["input", "change"]) box.addEventListener(type, (event) => event.stopPropagation());
  }

  /** Sets the names of the elements, and the problem if it is shown, in the language of the form. */
  #name() {
    const { button, filter, list, none: empty } = this.#parts;
    const [name, none] = this.#texts;
    button.textContent = filter.ariaLabel = filter.placeholder = list.ariaLabel = name;
    empty.dataset.text = none;
    this.#parts.problem?.update();
  }

  #follow({ target, inputType, data }) {
    if (target !== this.#area) return;
    this.#parts.problem?.update();
    const before = target.value.slice(0, target.selectionStart);
    if (inputType === "insertText" && data === "/" && COMMAND.test(before) && this.#templates.length > 0) this.#open(true);
  }

  #open(isCommand) {
    const { popup, filter, button } = this.#parts;
    if (this.#area.readOnly) return;
    const { selectionStart, selectionEnd } = this.#area;
    this.#range = isCommand ? [selectionStart - 1, selectionEnd] : [selectionStart, selectionEnd];
    this.#isCommand = isCommand;
    filter.value = "";
    popup.hidden = false;
    button.ariaExpanded = filter.ariaExpanded = "true";
    this.#show();
    filter.focus();
  }

  /** Shows the templates whose name or text contains the filter. */
  #show() {
    const { filter, list, none } = this.#parts;
    const query = filter.value.trim().toLowerCase();
    this.#shown = this.#templates.filter(({ name, text }) => `${name}\n${text}`.toLowerCase().includes(query));
    // If nothing matches, the `/` was no command: it may begin a path. The typed characters belong to the text.
    if (this.#isCommand && query && this.#shown.length === 0) return this.#close(filter.value);
    list.replaceChildren(...this.#shown.map(option));
    none.textContent = this.#shown.length === 0 ? none.dataset.text : "";
    this.#activate(0);
  }

  #activate(index) {
    const { filter, list } = this.#parts;
    const count = this.#shown.length;
    this.#active = count && (index + count) % count;
    [...list.children].forEach((item, at) => (item.ariaSelected = String(at === this.#active)));
    const active = list.children[this.#active];
    active?.scrollIntoView({ block: "nearest" });
    if (active) filter.setAttribute("aria-activedescendant", active.id);
    else filter.removeAttribute("aria-activedescendant");
  }

  #press(event) {
    if (event.isComposing) return;
    const acts = {
      ArrowDown: () => this.#activate(this.#active + 1),
      ArrowUp: () => this.#activate(this.#active - 1),
      Enter: () => this.#choose(this.#active),
      Tab: () => (this.#shown.length > 0 && !event.shiftKey ? this.#choose(this.#active) : this.#close()),
      Escape: () => this.#close(),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  #choose(index) {
    const template = this.#shown[index];
    if (!template) return;
    this.#close();
    this.#area.setSelectionRange(...this.#range);
    this.insert(template.text);
  }

  /** Closes the list and focuses the text. Inserts `typed` there, if given. */
  #close(typed) {
    this.#hide();
    this.#area.focus();
    if (typed) document.execCommand("insertText", false, typed);
  }

  #hide() {
    const { popup, filter, button } = this.#parts;
    popup.hidden = true;
    button.ariaExpanded = filter.ariaExpanded = "false";
  }

  #fill(text) {
    const { ticketId, userId } = this.#element;
    const { lang, dataset } = this.#root.querySelector("form");
    // `static/sign-in/author.js` sets `data-author` to the display name of the signed-in user.
    const values = { ticket: ticketId, user: dataset.author ?? userId, date: new Date().toLocaleDateString(lang) };
    const fill = (whole, name) => values[name.toLowerCase()] ?? whole;
    return text.replace(/\r\n?/g, "\n").replace(/\{\{\s*(\w+)\s*\}\}/g, fill);
  }
}

function option({ name, text }, index) {
  const item = create("li", { id: `template-${index}`, role: "option" });
  const preview = create("span", { textContent: text, dir: "auto" });
  // The space separates name and preview in the accessible name of the option.
  item.append(name, " ", preview);
  return item;
}

function create(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

function select(area, found, start) {
  if (found) area.setSelectionRange(start + found.index, start + found.index + found[0].length);
}

/** Returns a text without the line breaks and the indentation of the HTML around it. */
function trimmed(text) {
  const lines = text.replace(/^\s*\n|\s+$/g, "").split("\n");
  const indent = Math.min(...lines.filter((line) => line.trim()).map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(indent)).join("\n");
}
