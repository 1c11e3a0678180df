// The voter's signatures on file, the latest first, each with its day and where it is from.

import { make } from "./elements.js";
import { count, dated, say } from "./texts.js";

/**
 * @param {HTMLElement} place @param {import("./contract.js").Candidate|null} voter
 * @param {import("./zoom.js").Zoom} zoom
 */
export function showSignatures(place, voter, zoom) {
  if (!voter) {
    place.replaceChildren(make("p.review-empty", {}, say("no_voter_chosen")));
    return;
  }
  if (!voter.signatures.length) {
    place.replaceChildren(make("p.review-empty", {}, say("no_signatures")));
    return;
  }
  const latest = [...voter.signatures].sort((one, other) => (one.date < other.date ? 1 : -1));
  place.replaceChildren(
    make("p.usa-sr-only", {}, count("signatures", latest.length)),
    ...latest.map((one) => figure(one, zoom)),
  );
}

function figure(signature, zoom) {
  const day = signature.date ? dated(signature.date) : say("unknown_day");
  const name = say("signature_of", { day });
  const frame = make(
    "div.review-frame",
    { tabindex: "0", role: "group", "aria-label": name },
    make("img", { src: signature.url, alt: name, draggable: "false" }),
  );
  zoom.follow(frame);
  const source = make("span.review-hint", {}, signature.source);
  return make("figure.review-signature", {}, frame, make("figcaption", {}, make("time", { datetime: signature.date || null }, day), " ", source));
}

/** Let the browser fetch pictures before they are shown. @param {(string|null)[]} urls */
export function fetchAhead(urls) {
  for (const url of urls) if (url) new Image().src = url;
}
