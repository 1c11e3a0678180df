// Keys of a clerk with a stack of paper: Enter goes to the next field, as scanners send it; in the
// field of lines it goes to the next sheet, and after the last sheet it keeps the whole.
const numbers = (text) => text.split(/[\s,]+/).filter((part) => part !== "");

function sheetsOf(field) {
  const other = document.getElementById(field.dataset.sheetsIn ?? "");
  return Number.parseInt(other ? other.value : field.dataset.sheets, 10) || 0;
}

function isOfLines(field) {
  return field.dataset.sheets !== undefined || field.dataset.sheetsIn !== undefined;
}

function tell(form, field) {
  const parts = numbers(field.value);
  const lines = parts.reduce((sum, part) => sum + (Number.parseInt(part, 10) || 0), 0);
  const said = { done: parts.length, sheets: sheetsOf(field), lines };
  form.querySelector("[data-said]").textContent = parts.length
    ? form.dataset.tally.replace(/\{(\w+)\}/g, (_all, name) => said[name])
    : "";
}

function entered(form, event) {
  const field = event.target;
  if (event.key !== "Enter" || !field.matches("input, select")) return;
  const fields = [...form.querySelectorAll("input:not([type=hidden]), select")];
  const next = fields[fields.indexOf(field) + 1];
  if (isOfLines(field)) {
    const done = numbers(field.value).length;
    if (done === 0 || done >= sheetsOf(field)) return;
    event.preventDefault();
    if (!field.value.endsWith(" ")) field.value += " ";
  } else if (next) {
    event.preventDefault();
    next.focus();
    next.select?.();
  }
}

for (const form of document.querySelectorAll("form[data-enter-moves]")) {
  form.addEventListener("keydown", (event) => entered(form, event));
  form.addEventListener("input", (event) => {
    if (isOfLines(event.target)) tell(form, event.target);
  });
  form.dataset.ready = "";
}
