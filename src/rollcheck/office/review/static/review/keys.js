// The keys: one table, from the server; each person may choose others, kept in this browser under
// their own name. A single key works outside of text fields, and with Alt everywhere; the single
// ones can be turned off (WCAG 2.1.4).

const BESIDES = new Set(["Enter", "Tab", "Escape", " ", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]);
const FIELDS = "input:not([type=checkbox]):not([type=radio]), textarea, select";

/** @typedef {{code: string, key: string, label: string}} Key */

/** The key that was pressed, whatever Alt makes of it. @param {KeyboardEvent} event */
export function pressedKey(event) {
  const letter = /^(?:Key|Digit)(.)$/.exec(event.code);
  if (event.altKey && letter) return letter[1].toLowerCase();
  if (event.altKey && event.code === "Slash") return event.shiftKey || event.key === "?" ? "?" : "/";
  return event.key.length === 1 ? event.key.toLowerCase() : event.key;
}

/** @param {string} key */
const beginsNothing = (key) => /^[^\p{L}\p{N}\s'’"]$/u.test(key);

/** @param {EventTarget|null} field */
const isEmptySearch = (field) =>
  field instanceof HTMLInputElement && field.getAttribute("role") === "combobox" && field.value === "";

export class Keys {
  /** @param {Key[]} table @param {string} person */
  constructor(table, person) {
    this.place = `rollcheck-keys:${person}`;
    this.table = [...table];
    const kept = JSON.parse(localStorage.getItem(this.place) || "{}");
    this.own = kept.own || {};
    this.single = kept.single !== false;
    /** @type {Map<string, function(string): void>} */
    this.acts = new Map();
    this.changed = () => undefined;
  }

  /** Add keys that a line brings with it: its reasons. @param {Key[]} more */
  add(more) {
    const free = [..."1234567890bcdefhijkmoqtvwxy"];
    for (const one of more) {
      if (this.table.some((known) => known.code === one.code)) continue;
      let key = one.key;
      while (!key || this.holder(key)) key = free.shift();
      this.table.push({ ...one, key });
    }
  }

  /** @param {string} code */
  of(code) {
    const known = this.table.find((one) => one.code === code);
    return this.own[code] || (known ? known.key : "");
  }

  /** Who holds a key. @param {string} key @returns {Key|undefined} */
  holder(key) {
    return this.table.find((one) => this.of(one.code) === key);
  }

  /**
   * Take another key for something.
   * @returns {{free: boolean, holder?: Key}} not free where something else holds it, or it is the browser's
   */
  choose(code, key) {
    if (key.length !== 1 || BESIDES.has(key)) return { free: false };
    const holder = this.holder(key);
    if (holder && holder.code !== code) return { free: false, holder };
    this.own[code] = key;
    this.keep();
    return { free: true };
  }

  asDelivered() {
    this.own = {};
    this.keep();
  }

  /** @param {boolean} on */
  setSingle(on) {
    this.single = on;
    this.keep();
  }

  keep() {
    localStorage.setItem(this.place, JSON.stringify({ own: this.own, single: this.single }));
    this.changed();
  }

  /** Let each button say its key. @param {ParentNode} root */
  show(root) {
    for (const one of root.querySelectorAll("kbd[data-key]")) {
      one.textContent = this.of(one.getAttribute("data-key"));
    }
  }

  /** @param {string} code @param {function(string): void} act */
  on(code, act) {
    this.acts.set(code, act);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (event.repeat || event.ctrlKey || event.metaKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    const inField = event.target instanceof Element && event.target.matches(FIELDS);
    const key = pressedKey(event);
    // Nobody's name begins with a sign: in an empty field of looking up, signs are keys.
    const typed = inField && !(beginsNothing(key) && isEmptySearch(event.target));
    if (!event.altKey && (typed || !this.single)) return;
    const holder = this.holder(key);
    const act = holder && (this.acts.get(holder.code) || this.acts.get(holder.code.split(":")[0]));
    if (!act) return;
    event.preventDefault();
    act(holder.code);
  }
}
