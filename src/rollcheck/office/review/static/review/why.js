// Why a voter fits: one row per field, in plain words, with a bar that begins where the one before
// ended, so that the rows add up before the eye. For is filled, against is hatched and says so.
// Fields that say nothing share the last row.

import { make } from "./elements.js";
import { fromPage, say } from "./texts.js";

const SIGNS = { for: "+", against: "−" };
const fieldNames = fromPage("review-config").fields;

/** @typedef {import("./contract.js").Why} Why */

/** @param {Why[]} why @returns {HTMLElement|null} */
export function evidence(why) {
  if (!why.length) return null;
  const steps = [];
  let sum = 0;
  const silent = why.filter((one) => !one.bits);
  for (const one of why.filter((each) => each.bits)) {
    steps.push({ ...one, from: sum, to: sum + one.bits });
    sum += one.bits;
  }
  const ends = steps.flatMap((one) => [one.from, one.to]);
  const least = Math.min(0, ...ends);
  const span = Math.max(0, ...ends) - least || 1;
  return make(
    "table.review-why",
    {},
    make("caption", {}, say("why_caption")),
    make("tbody", {}, ...steps.map((one) => row(one, least, span)), silent.length ? quiet(silent) : null),
  );
}

/** @param {Why[]} silent */
function quiet(silent) {
  const said = silent.map((one) => `${nameOf(one.field)}: ${one.label}`).join("; ");
  return make(
    "tr.review-why__quiet",
    {},
    make("th", { scope: "row" }, say("way_neither")),
    make("td", { colspan: "3" }, said),
  );
}

const nameOf = (field) => fieldNames[field] || field;

function row(step, least, span) {
  const from = (Math.min(step.from, step.to) - least) / span;
  const wide = Math.abs(step.bits) / span;
  const way = step.bits > 0 ? "for" : "against";
  const bar = make(`span.review-bar.is-${way}`, { "aria-hidden": "true" });
  bar.style.setProperty("--from", `${from * 100}%`);
  bar.style.setProperty("--wide", `${wide * 100}%`);
  return make(
    `tr.is-${way}`,
    {},
    make("th", { scope: "row" }, nameOf(step.field)),
    make("td", {}, step.label),
    make("td.review-why__way", {}, make("span", { "aria-hidden": "true" }, SIGNS[way]), make("span.usa-sr-only", {}, say(`way_${way}`))),
    make("td.review-why__bar", {}, bar),
  );
}
