// Asks for a note before a line is put back or a lead is asked.

import { part } from "./elements.js";

export class NoteDialog {
  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.dialog = dialog;
    this.note = /** @type {HTMLTextAreaElement} */ (part(dialog, "note"));
    /** @type {function(string): void} */
    this.done = () => undefined;
    part(dialog, "form").addEventListener("submit", (event) => {
      event.preventDefault();
      dialog.close();
      this.done(this.note.value.trim());
    });
    part(dialog, "cancel").addEventListener("click", () => dialog.close());
    this.note.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      /** @type {HTMLFormElement} */ (part(dialog, "form")).requestSubmit();
    });
  }

  /** @param {string} title @param {string} act @param {function(string): void} done */
  ask(title, act, done) {
    this.done = done;
    part(this.dialog, "note-title").textContent = title;
    part(this.dialog, "act").textContent = act;
    this.note.value = "";
    this.dialog.showModal();
    this.note.focus();
  }
}
