/** Waits until the user releases a pressed control. If the control were replaced before that, the browser
    would not dispatch a click. */
const ENDS = ["pointerup", "keyup"];
/** A press that is cancelled, or that ends in another window, dispatches none of these events. */
const LONGEST_MS = 1000;

/** What waits for the end of a press, by root. */
const pressed = new WeakMap();

/** Calls `act` now, or once the user releases the control of a form that is pressed. */
export function onceReleased(root, act) {
  const waiting = pressed.get(root);
  waiting ? waiting.push(act) : act();
}

/** Watches the controls of a form. */
export function watchPresses(root) {
  for (const type of ["pointerdown", "keydown"]) {
    root.addEventListener(type, ({ target }) => target.localName === "button" && begin(root));
  }
}

function begin(root) {
  if (pressed.has(root)) return;
  pressed.set(root, []);
  const end = () => {
    for (const act of pressed.get(root) ?? []) act();
    pressed.delete(root);
  };
  // The browser dispatches the click in the same task.
  for (const type of ENDS) window.addEventListener(type, () => setTimeout(end), { capture: true, once: true });
  setTimeout(end, LONGEST_MS);
}
