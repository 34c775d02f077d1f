// The form of a new question: with a script it has one step, asks only what its kind needs, and says what a
// confidential service means as soon as it is chosen.

for (const form of document.querySelectorAll("form[data-ask]")) {
  const service = form.elements.service;
  const button = form.querySelector("[data-send]");
  for (const part of form.querySelectorAll("[data-with-script]")) part.hidden = false;
  for (const part of form.querySelectorAll("[data-without-script]")) part.hidden = true;
  button.textContent = button.dataset.send;
  button.removeAttribute("name");

  const show = () => {
    const kind = form.querySelector("[name=kind]:checked")?.value;
    for (const part of form.querySelectorAll("[data-only-for]")) {
      part.hidden = part.dataset.onlyFor !== kind;
      for (const field of part.querySelectorAll("input")) field.disabled = part.hidden; // what is not seen is not sent
    }
    const isClosed = service.selectedOptions[0]?.text.endsWith("(tertutup)") || false;
    form.querySelector("[data-closed-note]").hidden = !isClosed;
    for (const choice of form.querySelectorAll("[name=consent]")) {
      choice.disabled = isClosed && choice.value === "ya";
      if (isClosed) choice.checked = choice.value === "tidak";
    }
  };
  form.addEventListener("change", show);
  show();
}
