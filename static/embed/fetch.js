/** Returns the response of a successful request; `undefined` if it fails. */
export async function get(url, options) {
  const response = await fetch(url, options).catch(() => undefined);
  return response?.ok ? response : undefined;
}
