// Looking a line up: voters appear as one types, arrows choose, Enter accepts. What the machine
// proposed is there before anything is typed. Answers that come late, for letters typed before, are
// dropped.

import { make, part } from "./elements.js";
import { SignedOut, tell } from "./server.js";
import { count, fromPage, say } from "./texts.js";

/** @typedef {import("./contract.js").Candidate} Candidate */

const PAUSE = 80;
const SLOW = 500;
const UNREMARKABLE = ["active", "confidential"];
const { statuses } = fromPage("review-config");
const MOST_QUERIES = 20;

export class Voters {
  /**
   * @param {HTMLElement} root @param {import("./contract.js").Line} line
   * @param {{url: string, chosen: function(Candidate|null): void, accept: function(): void,
   *   signedOut: function(): void}} tells
   */
  constructor(root, line, tells) {
    this.line = line;
    this.tells = tells;
    this.field = /** @type {HTMLInputElement} */ (part(root, "search"));
    this.list = part(root, "voters");
    this.counted = part(root, "counted");
    this.name = `line-${line.pk}-${line.step}`;
    this.field.id = `${this.name}-search`;
    this.list.id = `${this.name}-voters`;
    this.field.setAttribute("aria-controls", this.list.id);
    part(root, "search-label").setAttribute("for", this.field.id);
    /** @type {Candidate[]} */
    this.shown = [];
    this.at = -1;
    // The text whose voters are shown; null while an answer is awaited.
    this.text = "";
    /** @type {string[]} what was asked of the roll and answered */
    this.queries = [];
    this.timer = 0;
    this.failed = false;
    /** @type {AbortController|null} */
    this.asking = null;
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("keydown", (event) => this.pressed(event));
    this.show(line.candidates);
  }

  /** @returns {Candidate|null} */
  get chosen() {
    return this.shown[this.at] || null;
  }

  get awaited() {
    return this.text !== this.field.value.trim();
  }

  /** Whether an answer is still to come: not where the roll cannot be asked. */
  get isLooking() {
    return this.awaited && !this.failed;
  }

  typed() {
    clearTimeout(this.timer);
    this.failed = false;
    const text = this.field.value.trim();
    if (text === this.text) return;
    if (!text) {
      this.asking?.abort();
      this.text = "";
      this.show(this.line.candidates);
      return;
    }
    this.timer = setTimeout(() => this.look(text), PAUSE);
  }

  async look(text) {
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    this.field.setAttribute("aria-busy", "true");
    const slow = setTimeout(() => {
      this.counted.textContent = say("looking");
    }, SLOW);
    try {
      const found = await tell(this.tells.url, { line: this.line.pk, q: text }, asking.signal);
      if (this.asking !== asking || this.field.value.trim() !== text) return;
      this.text = text;
      this.queries = [...this.queries.filter((one) => one !== text), text].slice(-MOST_QUERIES);
      this.show(found.candidates);
      this.announce();
    } catch (error) {
      if (asking.signal.aborted) return;
      this.failed = true;
      if (error instanceof SignedOut) this.tells.signedOut();
      else this.counted.textContent = error.message || say("lookup_lost");
    } finally {
      clearTimeout(slow);
      if (this.asking === asking) this.field.removeAttribute("aria-busy");
    }
  }

  /** @param {Candidate[]} found */
  show(found) {
    this.shown = found;
    this.list.replaceChildren(...found.map((one, place) => this.option(one, place)));
    this.list.hidden = !found.length;
    this.field.setAttribute("aria-expanded", String(found.length > 0));
    if (!this.text) this.counted.textContent = found.length ? count("proposed", found.length) : say("type_to_look_up");
    this.choose(found.length ? 0 : -1);
  }

  announce() {
    this.counted.textContent = this.shown.length ? count("found", this.shown.length) : say("nobody_found");
  }

  option(voter, place) {
    const name = voter.confidential && !voter.name ? say("confidential_voter") : voter.name;
    const option = make(
      "li.review-voter",
      { role: "option", id: `${this.name}-v${place}`, "aria-selected": "false", "data-voter": voter.voter },
      make("span.review-voter__name", {}, name),
      UNREMARKABLE.includes(voter.status) ? null : make("span.review-tag", {}, statuses[voter.status] || voter.status),
      voter.confidential ? make("span.review-tag", {}, say("confidential")) : null,
      voter.accepted_on ? make("span.review-tag", {}, say("accepted_on", { line: voter.accepted_on })) : null,
      make("span.review-voter__address", {}, voter.address || ""),
    );
    option.addEventListener("mousedown", (event) => event.preventDefault());
    option.addEventListener("click", () => this.choose(place));
    return option;
  }

  /** @param {number} place  -1 for nobody */
  choose(place) {
    this.list.children[this.at]?.setAttribute("aria-selected", "false");
    this.at = place;
    const option = this.list.children[place];
    if (option) {
      option.setAttribute("aria-selected", "true");
      this.field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
    this.tells.chosen(this.chosen);
  }

  /** @param {number} by  1 for the next, -1 for the one before */
  move(by) {
    const last = this.shown.length - 1;
    if (last < 0) return;
    const to = this.at + by;
    this.choose(to > last ? 0 : to < 0 ? last : to);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!event.repeat) this.tells.accept();
    }
  }
}
