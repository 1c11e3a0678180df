// Keys of somebody who types line after line: Enter moves on and in the end keeps the line, a ditto
// mark repeats the line above, a slash and a letter in the first field mark the line.
const MARKS = { "/b": "blank", "/s": "struck", "/u": "unsigned" };

/** @param {HTMLFormElement} form @returns {HTMLInputElement[]} */
const fieldsOf = (form) => [...form.querySelectorAll("input.usa-input")];

/** @param {HTMLFormElement} form @param {string} mark */
function markAs(form, mark) {
  const radio = form.querySelector(`input[name=mark][value=${mark}]`);
  radio.checked = true;
  const label = radio.labels[0].innerText;
  form.querySelector("[data-said]").textContent = label;
}

/** What is written for something else. @param {HTMLInputElement} field */
function resolve(form, field) {
  const typed = field.value.trim();
  const choices = [...form.querySelectorAll(`[data-take="${field.id}"]`)];
  if (typed === '"') field.value = field.dataset.above ?? "";
  else if (/^[12]$/.test(typed) && choices.length) field.value = choices[typed - 1].dataset.text;
}

function entered(form, event) {
  const field = event.target;
  if (event.key !== "Enter" || event.isComposing || !field.matches("input.usa-input")) return;
  const fields = fieldsOf(form);
  const mark = field === fields[0] ? MARKS[field.value.trim().toLowerCase()] : undefined;
  if (mark) {
    markAs(form, mark);
    if (mark === "blank") return;
    event.preventDefault();
    field.value = "";
    return;
  }
  resolve(form, field);
  const next = fields[fields.indexOf(field) + 1];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.select();
}

/** Show the part of the sheet on which the line stands. */
function showPlace(pane) {
  const picture = pane.querySelector("img");
  if (!picture) return;
  const scroll = () => {
    const { top, bottom, place: at, of } = pane.dataset;
    const place = top ? (Number(top) + Number(bottom)) / 2000 : (Number(at) - 0.5) / (Number(of) || 1);
    pane.scrollTop = place * pane.scrollHeight - pane.clientHeight / 2;
  };
  if (picture.complete) scroll();
  picture.addEventListener("load", scroll);
}

for (const form of document.querySelectorAll("form[data-keys]")) {
  form.addEventListener("keydown", (event) => entered(form, event));
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take]");
    if (!button) return;
    const field = document.getElementById(button.dataset.take);
    field.value = button.dataset.text;
    field.focus();
  });
  const pane = document.querySelector(".keying__sheet");
  showPlace(pane);
  form.querySelector("[data-enlarge]")?.addEventListener("click", (event) => {
    const large = pane.classList.toggle("is-large");
    event.currentTarget.setAttribute("aria-pressed", String(large));
    showPlace(pane);
  });
  fieldsOf(form)[0]?.select();
  form.dataset.ready = "";
}
