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
    document.getElementById("rest").hidden = false;
    document.getElementById("closes")?.remove();
  }, code && form ? 3000 : 0);
})();
