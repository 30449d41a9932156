/** Shows the display name of the author after the heading, and supplies it to templates (`static/templates.js`). */
export class Author {
  #form;
  #name = null;
  #observer = new MutationObserver(() => this.#render());

  /** Shows the author in this form, whose heading the engine may render again. */
  attach(form) {
    this.#form = form;
    this.#observer.disconnect();
    this.#observer.observe(form, { childList: true, subtree: true });
    this.#render();
  }

  /** Sets the name; `null` if no user is signed in. */
  set name(name) {
    this.#name = name || null;
    this.#render();
  }

  remove() {
    this.#observer.disconnect();
    this.name = null;
    this.#form = undefined;
  }

  #render() {
    if (!this.#form) return;
    if (this.#name) this.#form.dataset.author = this.#name;
    else delete this.#form.dataset.author;
    this.#renderHeading(this.#form.querySelector(".heading"));
  }

  /** Renders the name as a second node of the heading. The engine changes only the first node. */
  #renderHeading(heading) {
    const shown = heading?.querySelector(".author");
    if (!heading || shown?.lastChild.textContent === (this.#name ?? undefined)) return;
    shown?.remove();
    if (!this.#name) return;
    const author = Object.assign(document.createElement("span"), { className: "author" });
    const name = Object.assign(document.createElement("bdi"), { textContent: this.#name });
    author.append(" · ", name);
    heading.append(author);
  }
}
