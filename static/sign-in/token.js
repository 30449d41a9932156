/** The tokens that the page supplies by `getToken`. No attribute, URL, draft, event or log has one. */
const TIMEOUT_MS = 10_000;

/** Returns the page's token, or nothing if it has none now. Rejects if the page fails to supply one in time. */
export async function tokenOf({ getToken }) {
  if (typeof getToken !== "function") return undefined;
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("no token in time")), TIMEOUT_MS);
  });
  // A function that throws is one that rejects.
  const wanted = (async () => getToken())();
  const token = await Promise.race([wanted, late]).finally(() => clearTimeout(timer));
  return typeof token === "string" && token !== "" ? token : undefined;
}

/** Returns a response that states that nothing was sent. */
export function refused() {
  return new Response('{"code":"unauthenticated","sent":"no"}', { status: 401 });
}
