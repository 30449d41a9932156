(() => {
  "use strict";
  const { code, reason } = document.body.dataset;
  const form = window.opener;
  const own = location.origin;
  const isAck = (event) => event.source === form && event.origin === own &&
    event.data?.app === "ticket-note" && event.data.v === 1 && event.data.kind === "signed-in-ack";
  // The code is of no use to anything that reads this document later.
  document.body.removeAttribute("data-code");
  if (form) {
    addEventListener("message", (event) => { if (code && isAck(event)) close(); });
    const message = code ? { kind: "signed-in", code } : { kind: "sign-in-failed", reason };
    form.postMessage({ app: "ticket-note", v: 1, ...message }, own);
  }
  setTimeout(() => {
    // The live region stays in the page, so a screen reader announces the new sentence.
    const next = document.getElementById("next");
    if (next) next.textContent = next.dataset.notReached;
    document.getElementById("rest").hidden = false;
  }, code && form ? 3000 : 0);
})();
