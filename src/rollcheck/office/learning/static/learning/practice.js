// Practice by the workbench's own keys, so that they are known before the first live line: the same
// table, with what the person has chosen for themselves.

import { Keys } from "../review/keys.js";

const config = JSON.parse(document.getElementById("practice-keys").textContent);
const keys = new Keys(config.keys, config.person);
keys.add(config.reasons);

/** @param {string} code */
const press = (code) => {
  const button = document.querySelector(`button[data-code="${CSS.escape(code)}"]`);
  if (button instanceof HTMLElement) button.click();
};

/** Choose the voter so many places on. @param {number} by */
function move(by) {
  const voters = [...document.querySelectorAll("input[name=voter]:not(:disabled)")];
  if (!voters.length) return;
  const at = voters.findIndex((one) => /** @type {HTMLInputElement} */ (one).checked);
  const to = at < 0 ? (by > 0 ? 0 : voters.length - 1) : (at + by + voters.length) % voters.length;
  const voter = /** @type {HTMLInputElement} */ (voters[to]);
  voter.checked = true;
  voter.focus();
}

keys.on("accept", () => press("accept"));
keys.on("reason", press);
keys.on("next_voter", () => move(1));
keys.on("voter_before", () => move(-1));
keys.show(document);
document.addEventListener("keydown", (event) => keys.press(event));
