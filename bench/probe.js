// Runs in every measured page before any other script. The measures call it by CDP, which no policy of
// the page forbids. A time is in milliseconds since the navigation began.
(() => {
  const nextFrame = () => new Promise(requestAnimationFrame);
  const nextTime = () => nextFrame().then(() => performance.now());
  const areaOf = (element) => element.shadowRoot?.querySelector("textarea");
  const isVisible = (area) => area.getClientRects().length > 0 && area.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const isUsable = (area) => area && !area.disabled && !area.readOnly && isVisible(area);
  const elements = () => [...document.getElementsByTagName("ticket-note")];

  let ready = 0;
  addEventListener("note-ready", () => ready++);
  const firstTaken = new Promise((resolve) => addEventListener("note-ready", () => resolve(nextTime()), { once: true }));

  function takesFocus(element) {
    const area = areaOf(element);
    area.focus();
    return element.shadowRoot.activeElement === area;
  }

  // Resolves to the time of the first frame, after the current one, in which the condition holds.
  async function until(condition) {
    do await nextFrame();
    while (!condition());
    return performance.now();
  }

  // A form that is drawn before its module runs says that it is loading until the module has taken over.
  const isTaken = ({ state }) => state === "editing";
  const allTaken = (count) => until(() => ready === count && elements().every(isTaken));

  const firstUsable = () => until(() => elements().some((element) => isUsable(areaOf(element)) && takesFocus(element)));
  // Begins with the page, since a form may be drawn before the first call arrives.
  const usableAt = location.pathname.endsWith("/load.html") && firstUsable();

  // The policy of the proxy enforces Trusted Types.
  const policy = trustedTypes.createPolicy("probe", { createHTML: (text) => text });

  function forms(count) {
    const attributes = 'user-id="254" type="calllog" endpoint="/api/ticket-note/message"';
    const tags = Array.from({ length: count }, (_, index) => `<ticket-note ticket-id="${858462 + index}" ${attributes}></ticket-note>`);
    return document.createRange().createContextualFragment(policy.createHTML(tags.join("")));
  }

  const allUsable = (count) => until(() => elements().filter((element) => isUsable(areaOf(element))).length === count);

  function input(area, text) {
    area.value = text;
    area.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true, data: "a", inputType: "insertText" }));
  }

  async function typeKeys(area, start, frames, keysPerFrame) {
    input(area, start);
    let busy = 0;
    for (let frame = 0; frame < frames; frame++) {
      await nextFrame();
      const begin = performance.now();
      for (let key = 0; key < keysPerFrame; key++) {
        input(area, `${area.value}a`);
        // A framework renders in a microtask, or in one that another queues.
        for (let turn = 0; turn < 10; turn++) await null;
      }
      busy += performance.now() - begin;
    }
    return (busy / (frames * keysPerFrame)) * 1000;
  }

  window.probe = {
    /** Resolves to the time when the module took over the first form. */
    firstTaken,
    /** Resolves to the times when the first form can be used, and when its module has taken over. */
    async loaded(isModule) {
      const usable = await usableAt;
      const [element] = elements();
      const area = areaOf(element);
      if (!isModule) return { usable, taken: usable };
      const taken = Math.max(usable, await firstTaken);
      if (!isTaken(element)) throw new Error(`the form is ${element.state} after note-ready`);
      if (element.shadowRoot.activeElement !== area) throw new Error("the text area lost the focus to the module");
      return { usable, taken };
    },
    transferred: () => performance.getEntriesByType("resource").reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
    /** Mounts forms. Resolves to the time until all can be used, and until all are taken over. */
    async mount(count, isModule) {
      const fragment = forms(count);
      ready = 0;
      await nextFrame();
      const begin = performance.now();
      box.append(fragment);
      const visible = (await allUsable(count)) - begin;
      return { visible, taken: isModule ? (await allTaken(count)) - begin : visible };
    },
    async unmount() {
      box.replaceChildren();
      await until(() => elements().length === 0);
    },
    /** Sends a note by Ctrl+Enter, to prove that the form works. Resolves when it is saved. */
    async send() {
      let isSaved = false;
      addEventListener("note-saved", () => (isSaved = true));
      const area = areaOf(elements()[0]);
      input(area, "Spoke with the customer.");
      await nextFrame();
      area.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true, composed: true, cancelable: true }));
      await until(() => isSaved);
    },
    /** Resolves to the time of a key press in microseconds. The clock is too coarse for a single one. */
    key: (length) => typeKeys(areaOf(elements()[0]), "a".repeat(length), 30, 20),
  };
})();
