// Elements made from data: text goes in as text, never as markup.

/**
 * @param {string} name  a tag, with classes after dots: "span.key"
 * @param {Object<string, any>} [given]  attributes; null leaves one out; on... are listeners
 * @param {...(Node|string|null)} inside
 * @returns {HTMLElement}
 */
export function make(name, given = {}, ...inside) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  element.classList.add(...classes);
  for (const [key, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...inside.filter((one) => one !== null));
  return element;
}

/** The part of a line's page that does some job. @param {ParentNode} root @param {string} name */
export function part(root, name) {
  return /** @type {HTMLElement} */ (root.querySelector(`[data-part="${name}"]`));
}
