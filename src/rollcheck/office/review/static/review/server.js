// What is asked of the office's server, and the four ways in which it can go wrong.

/** Nobody answered: the connection is lost, or the server is down. */
export class Lost extends Error {}
/** The session has ended. */
export class SignedOut extends Error {}
/** The server said no, and why. */
export class Refused extends Error {}

const token = () => document.querySelector("#workbench input[name=csrfmiddlewaretoken]").value;

async function answered(url, options) {
  let response;
  try {
    response = await fetch(url, { ...options, redirect: "manual", credentials: "same-origin" });
  } catch (error) {
    if (error instanceof DOMException) throw error;
    throw new Lost();
  }
  if (response.type === "opaqueredirect" || response.status === 401) throw new SignedOut();
  if (response.status >= 500 || response.status === 429) throw new Lost();
  const json = (response.headers.get("Content-Type") || "").startsWith("application/json");
  const said = json ? await response.json() : {};
  if (response.ok) return said;
  // A page in place of an answer is what a form out of date gets: the session is another one.
  if (response.status === 403 && !json) throw new SignedOut();
  throw new Refused(said.message || "");
}

/** @param {string} url */
export function ask(url) {
  return answered(url, {});
}

/** @param {string} url @param {Object<string, any>} body @param {AbortSignal} [signal] */
export function tell(url, body, signal = undefined) {
  return answered(url, {
    method: "POST",
    signal,
    keepalive: !signal, // Leaving the page does not cut it off.
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    body: JSON.stringify(body),
  });
}
