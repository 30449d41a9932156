/** The focus after a sign-in. It never leaves an element that the user has chosen meanwhile. */

/** Returns whether the focus of the page is on `part` or on nothing. */
export function isFree(element, part) {
  const { activeElement, body, documentElement } = element.ownerDocument;
  if ([null, body, documentElement].includes(activeElement)) return true;
  const focused = element.shadowRoot.activeElement;
  if (focused) return part.contains(focused);
  // The element itself has the focus, or it is in the shadow tree of another one that has it.
  return activeElement === element;
}

/** Moves the focus with `act` when the page has it, if it is still free then. Otherwise a frame would take the focus
    from its parent page. */
export function moveFocus(element, part, act) {
  const move = () => part.isConnected && isFree(element, part) && act();
  const { ownerDocument } = element;
  if (ownerDocument.hasFocus()) move();
  else ownerDocument.defaultView?.addEventListener("focus", move, { once: true });
}
