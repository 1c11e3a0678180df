// One line on the page. The next one is built hidden while this one is worked on, so that showing it
// asks nobody anything.

import { showDiffering } from "./adjudication.js";
import { make, part } from "./elements.js";
import { Rejecting } from "./rejecting.js";
import { showSigned } from "./signed.js";
import { fetchAhead, showSignatures } from "./signatures.js";
import { dated, say } from "./texts.js";
import { Voters } from "./voters.js";
import { evidence } from "./why.js";

const STRIP = 3;
// Nobody looks at a line in fewer milliseconds: Enter so soon was pressed twice.
const SEEN = 400;

// A band is shown with so much around it, the line itself being 1: lines are not quite straight.
const AROUND = 2;
const WHOLE = 1000;

/** @typedef {import("./contract.js").Line} Line */

/** The scan of a sheet, laid so that the line is in the middle. @param {HTMLElement} picture @param {[number, number]} where */
function band(picture, [top, bottom]) {
  const mark = make("div.review-band__mark");
  const sheet = make("div.review-band__sheet", {}, picture, mark);
  const share = (places) => `${(100 * places) / WHOLE}%`;
  sheet.style.setProperty("--middle", share((top + bottom) / 2));
  mark.style.setProperty("--top", share(top));
  mark.style.setProperty("--high", share(bottom - top));
  return make("div.review-band", {}, sheet);
}

export class LineView {
  /**
   * @param {Line} line
   * @param {{template: HTMLTemplateElement, zoom: import("./zoom.js").Zoom,
   *   keys: import("./keys.js").Keys, lookup: string, ofNobody: string[], fields: Object<string, string>,
   *   statuses: Object<string, string>,
   *   decide: function(LineView, Object<string, any>): void, told: function(string): void,
   *   signedOut: function(): void}} bench
   */
  constructor(line, bench) {
    this.line = line;
    this.bench = bench;
    const copy = /** @type {DocumentFragment} */ (bench.template.content.cloneNode(true));
    this.root = /** @type {HTMLElement} */ (copy.firstElementChild);
    this.root.hidden = true;
    this.root.dataset.line = line.id;
    this.shownAt = 0;
    this.acceptButton = /** @type {HTMLButtonElement} */ (part(this.root, "accept"));
    this.why = part(this.root, "why");
    this.signatures = part(this.root, "signatures");
    /** Whether a scan of the whole sheet is shown at the line alone. */
    this.atLine = line.band !== null && line.band !== undefined;
    part(this.root, "turn-sheet").hidden = !this.atLine;
    this.showPaper();
    this.showNotes();
    this.rejecting = new Rejecting(this.root, line, {
      keys: bench.keys,
      ofNobody: bench.ofNobody,
      voter: () => this.voters.chosen,
      lookups: () => this.voters.queries.length,
      reject: (reason, note) => this.reject(reason, note),
      closed: () => this.focus(),
    });
    this.voters = new Voters(this.root, line, {
      url: bench.lookup,
      chosen: (voter) => this.chose(voter),
      accept: () => this.accept(),
      signedOut: bench.signedOut,
    });
    if (line.adjudication) {
      part(this.root, "adjudication").hidden = false;
      showDiffering(part(this.root, "differing"), line);
    }
    this.acceptButton.addEventListener("click", () => this.accept());
    bench.keys.show(this.root);
    part(this.root, "open-reject").addEventListener("click", () => this.rejecting.open());
    fetchAhead([line.image, ...line.candidates.slice(0, 1).flatMap((one) => one.signatures.map((each) => each.url))]);
  }

  get key() {
    return `${this.line.pk}/${this.line.step}`;
  }

  show() {
    this.root.hidden = false;
    this.shownAt = performance.now();
    this.bench.zoom.apply(this.root);
    this.focus();
  }

  /** The search box first: most lines begin with looking up, and Enter there accepts. */
  focus() {
    this.voters.field.focus({ preventScroll: false });
  }

  showPaper() {
    const { image, read, id, sheet, on_sheet: place } = this.line;
    part(this.root, "where").textContent = say("where_on_paper", { sheet, place });
    const paper = part(this.root, "paper");
    if (image) {
      const name = say("image_of", { line: id });
      const picture = make("img", { src: image, alt: name, draggable: "false", onload: () => this.lay(picture) });
      const frame = make(
        "div.review-frame.review-frame--line",
        { tabindex: "0", role: "group", "aria-label": name },
        this.atLine ? band(picture, this.line.band) : picture,
      );
      paper.replaceChildren(frame);
      this.bench.zoom.follow(frame);
    } else {
      paper.replaceChildren(make("p.review-hint", {}, say(read ? "no_image" : "no_image_alone")));
    }
    const fields = Object.entries(read || {}).filter(([_name, text]) => text);
    part(this.root, "read").replaceChildren(
      ...fields.flatMap(([name, text]) => [
        make("dt", {}, this.bench.fields[name] || name),
        make("dd", {}, String(text)),
      ]),
    );
    part(this.root, "read").classList.toggle("is-alone", !image);
  }

  /** Lay the line out by what its picture is: a whole sheet, or the strip of one line. @param {any} picture */
  lay(picture) {
    showSigned(part(this.root, "signed"), this.line, picture, this.bench.zoom);
    const strip = picture.naturalWidth > STRIP * picture.naturalHeight;
    const columns = part(this.root, "columns");
    columns.classList.toggle("is-strip", strip || this.atLine);
    columns.classList.toggle("is-band", this.atLine);
    if (!this.atLine) return;
    const [top, bottom] = this.line.band;
    const high = (AROUND * picture.naturalHeight * (bottom - top)) / WHOLE;
    part(this.root, "paper").style.setProperty("--shape", String(picture.naturalWidth / high));
  }

  /** Show the whole sheet, or the line on it alone again. */
  turnSheet() {
    if (!this.line.band) return;
    this.atLine = !this.atLine;
    this.showPaper();
    this.bench.zoom.whole();
  }

  showNotes() {
    const notes = this.line.notes.map((one) => make("li", {}, one.answer ? say("lead_answer", { text: one.text }) : one.text));
    part(this.root, "notes").replaceChildren(...notes);
    part(this.root, "notes-box").hidden = !notes.length;
  }

  /** @param {import("./contract.js").Candidate|null} voter */
  chose(voter) {
    showSignatures(this.signatures, voter, this.bench.zoom);
    this.rejecting.showVoter();
    const table = voter ? evidence(voter.why) : null;
    this.why.replaceChildren(...(table ? [table] : []));
    this.showMore(voter);
    part(this.root, "accept-whom").textContent = voter ? voter.name || say("confidential_voter") : say("nobody_chosen");
    this.acceptButton.setAttribute("aria-disabled", String(!voter));
    part(this.root, "confidential").hidden = !this.line.confidential && !(voter && voter.confidential);
  }

  showMore(voter) {
    const more = part(this.root, "more");
    more.hidden = !voter;
    if (!voter) return;
    const facts = [
      [say("birth_year"), voter.birth_year],
      [say("status"), this.bench.statuses[voter.status] || voter.status],
      [say("registered"), voter.registered && dated(voter.registered)],
      [say("voter_id"), voter.voter],
    ];
    part(more, "facts").replaceChildren(
      ...facts
        .filter(([_name, value]) => value)
        .flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, String(value))]),
    );
  }

  /** Whether the line came just now, and its voter was chosen by nobody. */
  get isUnseen() {
    return !this.voters.queries.length && performance.now() - this.shownAt < SEEN;
  }

  accept() {
    const voter = this.voters.chosen;
    if (this.voters.awaited) this.bench.told(say("still_looking"));
    else if (!voter) this.bench.told(say("choose_first"));
    else if (this.isUnseen) this.bench.told(say("look_first"));
    else this.decide({ valid: true, reason: "", voter: voter.voter, note: "" });
  }

  reject(reason, note) {
    // The answer that is awaited may be the voter: nobody is "not found" before it is there.
    if (this.voters.isLooking) {
      this.bench.told(say("still_looking"));
      return;
    }
    const voter = this.rejecting.voterFor(reason);
    this.decide({ valid: false, reason: reason.code, voter: voter ? voter.voter : null, note });
  }

  decide(finding) {
    const { pk, step } = this.line;
    this.bench.decide(this, { line: pk, step, ...finding, query: this.voters.queries });
  }
}
