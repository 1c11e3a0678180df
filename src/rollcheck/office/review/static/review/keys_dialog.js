// The page of keys: shows each, takes others, refuses one that is taken.

import { make, part } from "./elements.js";
import { pressedKey } from "./keys.js";
import { say } from "./texts.js";

export class KeysDialog {
  /** @param {HTMLDialogElement} dialog @param {import("./keys.js").Keys} keys */
  constructor(dialog, keys) {
    this.dialog = dialog;
    this.keys = keys;
    /** @type {string|null} what waits for its new key */
    this.asking = null;
    this.single = /** @type {HTMLInputElement} */ (part(dialog, "single"));
    this.said = part(dialog, "said");
    part(dialog, "delivered").addEventListener("click", () => {
      keys.asDelivered();
      this.draw();
      this.said.textContent = say("keys_as_delivered");
    });
    this.single.addEventListener("change", () => keys.setSingle(this.single.checked));
    dialog.addEventListener("keydown", (event) => this.pressed(event));
    dialog.addEventListener("close", () => {
      this.asking = null;
    });
  }

  open() {
    this.asking = null;
    this.said.textContent = "";
    this.draw();
    this.dialog.showModal();
  }

  draw() {
    this.single.checked = this.keys.single;
    part(this.dialog, "table").replaceChildren(...this.keys.table.map((one) => this.row(one)));
  }

  row(one) {
    const asked = this.asking === one.code;
    const change = make(
      "button.usa-button.usa-button--outline",
      { type: "button", "data-change": one.code, "aria-label": say("change_key", { what: one.label }) },
      asked ? say("press_key") : say("change"),
    );
    change.addEventListener("click", () => this.ask(one));
    return make(
      "tr",
      {},
      make("th", { scope: "row" }, one.label),
      make("td", {}, make("kbd", {}, this.keys.of(one.code))),
      make("td", {}, change),
    );
  }

  ask(one) {
    this.asking = one.code;
    this.said.textContent = say("press_new_key", { what: one.label });
    this.draw();
    this.focusOn(one.code);
  }

  focusOn(code) {
    /** @type {HTMLElement} */ (this.dialog.querySelector(`[data-change="${code}"]`)).focus();
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    const code = this.asking;
    if (code === null || ["Tab", "Shift", "Alt", "Control", "Meta"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    this.asking = null;
    if (event.key === "Escape") {
      this.said.textContent = say("key_not_changed");
    } else {
      const key = pressedKey(event);
      const { free, holder } = this.keys.choose(code, key);
      if (free) this.said.textContent = say("key_changed", { key });
      else if (holder) this.said.textContent = say("key_taken", { key, what: holder.label });
      else this.said.textContent = say("key_not_allowed");
    }
    this.draw();
    this.focusOn(code);
  }
}
