// The review workbench: the person's own lines, one at a time, the next one always there already.

import { part } from "./elements.js";
import { Keys } from "./keys.js";
import { KeysDialog } from "./keys_dialog.js";
import { LineView } from "./line_view.js";
import { NoteDialog } from "./note_dialog.js";
import { Outbox } from "./outbox.js";
import { Lost, Refused, SignedOut, ask, tell } from "./server.js";
import { count, fromPage, say } from "./texts.js";
import { Zoom } from "./zoom.js";

const AHEAD = 2;
const AGAIN = 5000;
// Named for whoever measures: from the key that settles a line to the next one painted.
const NEXT_LINE = "next-line";

const page = document.getElementById("workbench");
const config = fromPage("review-config");
const zoom = new Zoom();
const keys = new Keys(config.keys, config.person);
const help = new KeysDialog(/** @type {HTMLDialogElement} */ (document.getElementById("review-keys")), keys);
const noting = new NoteDialog(/** @type {HTMLDialogElement} */ (document.getElementById("review-note")));

/** @type {LineView[]} the first is shown, the others wait, built already */
let lines = [];
/** @type {LineView|null} */
let onPage = null;
/** @type {Map<string, LineView|null>} lines that were left; the page of each until it is answered */
const left = new Map();
let done = config.done;
let fetching = false;

const bench = {
  template: /** @type {HTMLTemplateElement} */ (document.getElementById("review-line")),
  zoom,
  keys,
  lookup: `${config.url}lookup`,
  ofNobody: config.of_nobody,
  fields: config.fields,
  statuses: config.statuses,
  decide,
  told,
  signedOut,
};

const outbox = new Outbox(config.url, `rollcheck-unsent:${config.person}:${config.url}`, {
  answered,
  refused,
  state: stateOfSending,
});

/** Say something that passes. @param {string} text */
function told(text) {
  part(page, "told").textContent = text;
}

/** @param {import("./outbox.js").Letter} letter */
const keyOf = (letter) => `${letter.body.line}/${letter.body.step}`;

// ---- lines

/** @param {import("./contract.js").Line} line @param {boolean} [first] */
function take(line, first = false) {
  const key = `${line.pk}/${line.step}`;
  if (left.has(key) || lines.some((one) => one.key === key)) return;
  keys.add(line.known_reasons.map((one) => ({ code: `reason:${one.code}`, key: one.key, label: one.label })));
  putOnPage(new LineView(line, bench), first);
}

/** @param {LineView} view @param {boolean} first */
function putOnPage(view, first) {
  part(page, "lines").append(view.root);
  if (first) lines.unshift(view);
  else lines.push(view);
  showFirst();
}

/** Show the first line, unless it is shown: an answer that comes late takes nobody's place. */
function showFirst() {
  const view = lines[0] || null;
  part(page, "waiting").hidden = view !== null;
  if (view === onPage) return;
  if (onPage) onPage.root.hidden = true;
  onPage = view;
  const title = view ? say("title", { line: view.line.id }) : say("no_line");
  part(page, "title").textContent = title;
  part(page, "announced").textContent = title;
  page.dataset.line = view ? view.line.id : "";
  view?.show();
}

/** Take a line off the page and show the next, which is there already. @param {LineView} view */
function leave(view) {
  const start = performance.now();
  left.set(view.key, view);
  lines = lines.filter((one) => one !== view);
  view.root.remove();
  told("");
  trouble("refused", "");
  if (!lines.length) part(page, "waiting-text").textContent = say("fetching");
  showFirst();
  if (onPage) painted(() => performance.measure(NEXT_LINE, { start }));
}

/** Call back once what was changed is on the screen. @param {() => void} then */
function painted(then) {
  requestAnimationFrame(() => setTimeout(then, 0));
}

async function fetchLines() {
  if (fetching || outbox.waiting || lines.length >= AHEAD) return;
  fetching = true;
  try {
    const found = await ask(`${config.url}next`);
    trouble("lost", "");
    found.lines.forEach((one) => take(one));
    if (!found.lines.length) part(page, "waiting-text").textContent = say("all_done");
    page.dataset.ready = "";
  } catch (error) {
    if (error instanceof SignedOut) signedOut();
    else if (error instanceof Refused) part(page, "waiting-text").textContent = error.message;
    else if (error instanceof Lost) {
      trouble("lost", say("lost_fetching"));
      setTimeout(fetchLines, AGAIN);
    } else throw error;
  } finally {
    fetching = false;
  }
}

// ---- what the person does

/** @param {LineView} view @param {Object<string, any>} finding */
function decide(view, finding) {
  leave(view);
  shown(done + 1);
  outbox.put("determine", finding);
}

/** Ask for a note, then put the line back. @param {string} what  "skip" or "lead" */
function putBack(what) {
  const view = onPage;
  if (!view) return;
  const { id, pk, step } = view.line;
  noting.ask(say(`${what}_title`, { line: id }), say(`${what}_act`), (note) => {
    leave(view);
    outbox.put(what, { line: pk, step, note });
  });
}

/** Take back what was done last. Never sent twice: a second time would take back one more. */
async function undo() {
  if (outbox.waiting) {
    told(say("undo_later"));
    return;
  }
  try {
    const answer = await tell(`${config.url}undo`, {});
    shown(answer.done);
    const [line] = answer.lines;
    take(line, true);
    told(say("undone", { line: line.id }));
  } catch (error) {
    if (error instanceof SignedOut) signedOut();
    else if (error instanceof Refused) told(error.message);
    else if (error instanceof Lost) told(say("undo_lost"));
    else throw error;
  }
}

// ---- what the server answers

/** @param {import("./outbox.js").Letter} letter */
function answered(letter, answer) {
  left.set(keyOf(letter), null);
  if (typeof answer.done === "number") {
    shown(answer.done + outbox.letters.filter((one) => one.what === "determine").length);
  }
  if (answer.message) told(answer.message);
  if (answer.next) take(answer.next);
}

/** The office did not take it: a line that is still the person's comes back, with why. */
async function refused(letter, message) {
  // A line put back twice is put back: the first answer was lost.
  if (letter.tries && letter.what !== "determine") return;
  trouble("refused", message || say("refused"));
  if (letter.what === "determine") shown(done - 1);
  const key = keyOf(letter);
  const view = left.get(key);
  if (!view) return;
  try {
    const { lines: own } = await ask(`${config.url}next`);
    if (!own.some((one) => `${one.pk}/${one.step}` === key)) return;
  } catch (error) {
    if (!(error instanceof Lost || error instanceof SignedOut || error instanceof Refused)) throw error;
  }
  left.delete(key);
  view.rejecting.close();
  putOnPage(view, true);
}

/** @param {string} state @param {number} waiting */
function stateOfSending(state, waiting) {
  page.dataset.sending = state;
  if (state === "signed_out") signedOut();
  else if (state === "lost") trouble("lost", count("lost", waiting));
  else if (state === "sent") {
    trouble("lost", "");
    fetchLines();
  }
}

/** @param {string} kind  "lost" or "refused" @param {string} text  empty where all is well again */
function trouble(kind, text) {
  if (!text && page.dataset.trouble !== kind) return;
  page.dataset.trouble = text ? kind : "";
  part(page, "trouble").hidden = !text;
  part(page, "trouble-text").textContent = text;
}

function signedOut() {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("review-signed-out"));
  if (!dialog.open) dialog.showModal();
}

/** @param {number} number  of lines decided today */
function shown(number) {
  done = Math.max(0, number);
  part(page, "done").textContent = count("done", done);
}

// ---- keys

/** @param {function(LineView): void} act */
const withLine = (act) => () => {
  if (onPage) act(onPage);
};

keys.on("accept", withLine((view) => view.accept()));
keys.on("reject", withLine((view) => view.rejecting.open()));
keys.on("next_voter", withLine((view) => view.voters.move(1)));
keys.on("voter_before", withLine((view) => view.voters.move(-1)));
keys.on("search", withLine((view) => view.focus()));
keys.on("rules", withLine((view) => toggle(part(view.root, "rules"))));
keys.on("more", withLine((view) => toggle(part(view.root, "more"))));
keys.on("lead", () => putBack("lead"));
keys.on("skip", () => putBack("skip"));
keys.on("undo", undo);
keys.on("zoom_in", () => zoom.in());
keys.on("zoom_out", () => zoom.out());
keys.on("zoom_whole", () => zoom.whole());
keys.on("sheet", withLine((view) => view.turnSheet()));
keys.on("help", () => help.open());
keys.on("reason", (code) => onPage?.rejecting.choose(code.slice("reason:".length)));
const ways = { pan_left: [-1, 0], pan_right: [1, 0], pan_up: [0, -1], pan_down: [0, 1] };
for (const [code, [across, down]] of Object.entries(ways)) {
  keys.on(code, () => zoom.pan(across, down));
}

/** @param {HTMLDetailsElement} details */
function toggle(details) {
  details.open = !details.open;
  if (details.open) details.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  // Out of a text field, single keys work; Escape is the way out.
  if (event.key === "Escape" && onPage && event.target === onPage.voters.field) {
    event.preventDefault();
    onPage.acceptButton.focus();
  } else {
    keys.press(event);
  }
});
page.addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("[data-act]");
  if (button) keys.acts.get(button.getAttribute("data-act"))?.("");
});
window.addEventListener("beforeunload", (event) => {
  // A window that is closed forgets what it could not send.
  if (page.dataset.sending === "lost") event.preventDefault();
});
zoom.changed = (percent) => {
  page.querySelectorAll("[data-part=percent]").forEach((one) => {
    one.textContent = `${percent} %`;
  });
};
keys.changed = () => keys.show(page);

keys.show(page);
shown(done);
outbox.send();
