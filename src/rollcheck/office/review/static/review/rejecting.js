// Rejecting a line: first the reason, then what it takes and on what authority, then the act. The law
// presumes that a signature is the voter's, so nothing here is done with one key.

import { make, part } from "./elements.js";
import { count, say } from "./texts.js";

const NEEDS_A_NOTE = "other";

/** @typedef {import("./contract.js").Reason} Reason */

export class Rejecting {
  /**
   * @param {HTMLElement} root @param {import("./contract.js").Line} line
   * @param {{keys: import("./keys.js").Keys, ofNobody: string[],
   *   voter: function(): import("./contract.js").Candidate|null, lookups: function(): number,
   *   reject: function(Reason, string): void, closed: function(): void}} tells
   */
  constructor(root, line, tells) {
    this.line = line;
    this.tells = tells;
    this.panel = part(root, "reject");
    this.reasons = part(root, "reasons");
    this.confirm = part(root, "confirm");
    this.note = /** @type {HTMLInputElement} */ (part(root, "reject-note"));
    this.act = part(root, "reject-act");
    this.note.id = `reject-note-${line.pk}`;
    part(this.confirm, "reject-note-label").setAttribute("for", this.note.id);
    /** @type {Reason|null} */
    this.reason = null;
    this.act.addEventListener("click", () => this.done());
    part(root, "reject-back").addEventListener("click", () => this.back());
    part(root, "reject-close").addEventListener("click", () => this.close());
    this.panel.addEventListener("keydown", (event) => this.pressed(event));
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  open() {
    this.panel.hidden = false;
    this.panel.parentElement.classList.add("is-rejecting");
    this.back();
  }

  /** Show the reasons (again). */
  back() {
    this.reason = null;
    this.confirm.hidden = true;
    this.reasons.hidden = false;
    this.reasons.replaceChildren(...this.line.known_reasons.map((one) => this.button(one)));
    /** @type {HTMLElement} */ (this.reasons.querySelector("button"))?.focus();
  }

  close() {
    this.panel.hidden = true;
    this.panel.parentElement.classList.remove("is-rejecting");
    this.reason = null;
    this.tells.closed();
  }

  /** @param {Reason} reason */
  button(reason) {
    const key = this.tells.keys.of(`reason:${reason.code}`);
    const button = make(
      "button.review-reason",
      { type: "button", "data-reason": reason.code },
      make("kbd", { "aria-hidden": "true" }, key),
      make("span.review-reason__label", {}, reason.label),
      make("span.review-reason__people", {}, count("takes", reason.people)),
    );
    button.addEventListener("click", () => this.choose(reason.code));
    return make("li", {}, button);
  }

  /** A reason was chosen; the same again rejects. @param {string} code */
  choose(code) {
    const reason = this.line.known_reasons.find((one) => one.code === code);
    if (!reason) return;
    if (this.isOpen && this.reason === reason) {
      this.done();
      return;
    }
    this.panel.hidden = false;
    this.panel.parentElement.classList.add("is-rejecting");
    this.reason = reason;
    this.reasons.hidden = true;
    this.confirm.hidden = false;
    part(this.confirm, "reject-reason").textContent = reason.label;
    this.showVoter();
    const by = say(reason.policy ? "by_policy" : "by_law");
    part(this.confirm, "reject-people").textContent = `${count("takes_long", reason.people)} (${by})`;
    part(this.confirm, "reject-citation").textContent = reason.citation;
    part(this.confirm, "reject-lookups").textContent = count("lookups", this.tells.lookups());
    part(this.confirm, "reject-lookups").hidden = code !== "not_registered";
    part(this.confirm, "reject-note-label").textContent = say(code === NEEDS_A_NOTE ? "note" : "note_optional");
    this.note.required = code === NEEDS_A_NOTE;
    this.act.textContent = say("reject_line", { line: this.line.id });
    (this.note.required ? this.note : this.act).focus();
  }

  /** Say about whom the rejection would be: also where another voter is chosen meanwhile. */
  showVoter() {
    if (!this.reason) return;
    const voter = this.voterFor(this.reason);
    part(this.confirm, "reject-voter").textContent = voter
      ? voter.name || say("confidential_voter")
      : say("about_nobody");
  }

  voterFor(reason) {
    return this.tells.ofNobody.includes(reason.code) ? null : this.tells.voter();
  }

  done() {
    if (this.reason && this.note.reportValidity()) this.tells.reject(this.reason, this.note.value.trim());
  }

  pressed(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      if (this.reason) this.back();
      else this.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const buttons = [...this.reasons.querySelectorAll("button")];
      const at = buttons.indexOf(document.activeElement);
      if (at < 0) return;
      event.preventDefault();
      const by = event.key === "ArrowDown" ? 1 : buttons.length - 1;
      buttons[(at + by) % buttons.length].focus();
    } else if (event.key === "Enter" && event.target === this.note) {
      event.preventDefault();
      this.done();
    }
  }
}
