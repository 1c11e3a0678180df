// The line's own signature, cut out of its picture: it stands above those on file and is as large.

import { make } from "./elements.js";
import { say } from "./texts.js";

const ACROSS = 100;
const DOWN = 1000;
// Who signs goes beyond the line: so much of its height is shown above and below it, too.
const BEYOND = 0.15;

/**
 * @param {HTMLElement} place @param {import("./contract.js").Line} line @param {any} picture  loaded
 * @param {import("./zoom.js").Zoom} zoom
 */
export function showSigned(place, line, picture, zoom) {
  if (!line.signed || place.childElementCount) return;
  const [left, right] = line.signed.map((share) => (share / ACROSS) * picture.naturalWidth);
  const [top, bottom] = heights(line.band, picture.naturalHeight);
  const name = say("signed_on_line", { line: line.id });
  const cut = /** @type {HTMLCanvasElement} */ (make("canvas", { role: "img", "aria-label": name }));
  cut.width = Math.ceil(right - left);
  cut.height = Math.ceil(bottom - top);
  cut.getContext("2d")?.drawImage(picture, left, top, cut.width, cut.height, 0, 0, cut.width, cut.height);
  const frame = make("div.review-frame", { tabindex: "0", role: "group", "aria-label": name }, cut);
  zoom.follow(frame);
  place.append(make("figure.review-signature.is-questioned", {}, frame, make("figcaption", {}, say("on_the_line"))));
}

/** From where to where down the picture. @param {[number, number]|null} band @param {number} height */
function heights(band, height) {
  if (!band) return [0, height];
  const [top, bottom] = band.map((share) => (share / DOWN) * height);
  const beyond = BEYOND * (bottom - top);
  return [Math.max(0, top - beyond), Math.min(height, bottom + beyond)];
}
