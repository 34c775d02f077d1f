// What is typed into a form survives a session that ended and a page that was left, in this tab alone: the draft is
// gone with the tab, and as soon as the form was received.

const PREFIX = "draf:";

for (const form of document.querySelectorAll("form[data-draft]")) {
  const name = PREFIX + form.dataset.draft;
  const fields = [...form.querySelectorAll("textarea, input[type=text]")];
  const kept = JSON.parse(sessionStorage.getItem(name) || "{}");
  for (const field of fields) {
    if (!field.value && kept[field.name]) field.value = kept[field.name];
    field.addEventListener("input", () => {
      sessionStorage.setItem(name, JSON.stringify(Object.fromEntries(fields.map(({ name, value }) => [name, value]))));
    });
  }
}

for (const page of document.querySelectorAll("[data-draft-done]")) sessionStorage.removeItem(PREFIX + page.dataset.draftDone);
