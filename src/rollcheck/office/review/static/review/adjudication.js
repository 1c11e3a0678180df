// What an adjudicator sees of the findings that differ: what was found, side by side, not by whom.

import { make } from "./elements.js";
import { say } from "./texts.js";

/**
 * @param {HTMLElement} place @param {import("./contract.js").Line} line
 */
export function showDiffering(place, line) {
  const names = new Map(line.candidates.map((one) => [one.voter, one.name]));
  const findings = line.adjudication.findings;
  place.replaceChildren(
    ...findings.map((one, at) =>
      make(
        "section.review-finding",
        {},
        make("h3", {}, say("finding_of", { letter: String.fromCharCode(65 + at) })),
        make("p.review-finding__what", {}, one.valid ? say("found_valid") : one.label),
        make("p", {}, one.voter ? names.get(one.voter) || one.voter : say("about_nobody")),
        one.note ? make("p.review-hint", {}, one.note) : null,
      ),
    ),
  );
}
