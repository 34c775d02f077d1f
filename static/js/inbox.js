// The queue by keyboard: j and k move between rows, Enter opens (the link has the focus), x ticks, / goes to the search.

const list = document.querySelector("[data-inbox]");
const search = document.querySelector("[data-inbox-search]");
const rows = [...document.querySelectorAll("[data-inbox-row]")];
const linkOf = (row) => row.querySelector("th a");

const move = (step) => {
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : here + step;
  if (rows[next]) linkOf(rows[next]).focus();
};

const tick = () => {
  const box = rows.find((row) => row.contains(document.activeElement))?.querySelector("[type=checkbox]");
  if (box) box.checked = !box.checked;
};

const acts = { j: () => move(1), k: () => move(-1), x: tick, "/": () => search.focus() };

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("textarea, select, input:not([type=checkbox])");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !acts[event.key]) return;
  event.preventDefault();
  acts[event.key]();
});

if (list) list.querySelector("[data-inbox-keys]").hidden = false;
