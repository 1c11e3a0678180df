// The page's texts, in the reader's language: Django wrote them into the page.

/** @param {string} id  of a script block of JSON @returns {any} */
export function fromPage(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

const texts = fromPage("review-texts");

/**
 * A text with its {places} filled in.
 * @param {string} name @param {Object<string, string|number>} [values] @returns {string}
 */
export function say(name, values = {}) {
  return texts[name].replace(/\{(\w+)\}/g, (_all, place) => String(values[place]));
}

/** A text for one or for many; its {n} is the number. @param {string} name @param {number} n */
export function count(name, n) {
  return say(`${name}_${n === 1 ? "one" : "many"}`, { n: n.toLocaleString(language()) });
}

/** A day such as 2021-03-09 in the reader's language. @param {string} day */
export function dated(day) {
  const date = new Date(`${day}T12:00:00`);
  return Number.isNaN(date.valueOf())
    ? day
    : date.toLocaleDateString(language(), { year: "numeric", month: "short", day: "numeric" });
}

function language() {
  return document.documentElement.lang || "en";
}
