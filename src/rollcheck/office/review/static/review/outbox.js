// What a person decided, until the server has it: in order, kept over a lost connection and over
// signing in again, each sent until it is answered once. A letter carries its line and step, by
// which the server knows one that it had already.

import { Lost, Refused, SignedOut, tell } from "./server.js";

const WAITS = [1000, 2000, 5000, 10000, 30000];

/** @typedef {{what: string, body: Object<string, any>, tries: number}} Letter */

export class Outbox {
  /**
   * @param {string} url  below which the letters go
   * @param {string} name  of the place in this window where they are kept, the person's own
   * @param {{answered: function(Letter, any): void, refused: function(Letter, string): void,
   *   state: function(string, number): void}} tells  state: "sending", "sent", "lost" or
   *   "signed_out"
   */
  constructor(url, name, tells) {
    this.url = url;
    this.name = name;
    this.tells = tells;
    /** @type {Letter[]} */
    this.letters = JSON.parse(sessionStorage.getItem(name) || "[]");
    this.sending = false;
    this.failures = 0;
    this.timer = 0;
    window.addEventListener("online", () => this.send());
  }

  get waiting() {
    return this.letters.length;
  }

  /** @param {string} what @param {Object<string, any>} body */
  put(what, body) {
    this.letters.push({ what, body, tries: 0 });
    this.keep();
    return this.send();
  }

  keep() {
    if (this.letters.length) sessionStorage.setItem(this.name, JSON.stringify(this.letters));
    else sessionStorage.removeItem(this.name);
  }

  async send() {
    if (this.sending) return;
    this.sending = true;
    clearTimeout(this.timer);
    this.tells.state("sending", this.letters.length);
    try {
      while (this.letters.length) await this.sendFirst();
      this.failures = 0;
      this.tells.state("sent", 0);
    } catch (error) {
      this.stopped(error);
    } finally {
      this.sending = false;
    }
  }

  async sendFirst() {
    const letter = this.letters[0];
    let answer;
    try {
      answer = await tell(this.url + letter.what, letter.body);
    } catch (error) {
      if (!(error instanceof Refused)) {
        letter.tries += 1;
        this.keep();
        throw error;
      }
      this.letters.shift();
      this.keep();
      this.tells.refused(letter, error.message);
      return;
    }
    this.letters.shift();
    this.keep();
    this.tells.answered(letter, answer);
  }

  stopped(error) {
    if (error instanceof SignedOut) {
      this.tells.state("signed_out", this.letters.length);
      return;
    }
    if (!(error instanceof Lost)) throw error;
    this.tells.state("lost", this.letters.length);
    const wait = WAITS[Math.min(this.failures, WAITS.length - 1)];
    this.failures += 1;
    this.timer = setTimeout(() => this.send(), wait);
  }
}
