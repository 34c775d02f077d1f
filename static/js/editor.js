// The editor of stories, in our language and with a name that a screen reader says. It is django-prose-editor; without
// it the field is a plain text area.

const WORDS = {
  "Edit Link": "Tautan",
  URL: "Alamat tautan",
  Title: "Judul tautan",
  Update: "Simpan",
  Cancel: "Batal",
};
const BUTTONS = {
  heading2: "Subjudul",
  heading3: "Subjudul kecil",
  bold: "Tebal",
  italic: "Miring",
  bulletList: "Daftar butir",
  orderedList: "Daftar bernomor",
  blockquote: "Kutipan",
  link: "Pasang tautan",
  unlink: "Lepas tautan",
  "history:undo": "Urungkan",
  "history:redo": "Ulangi",
};

// Read by the editor when it loads, which is after this module.
window.gettext = (text) => WORDS[text] || text;

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const [label] = textarea.labels;
  label.id ||= `${textarea.id}_label`;
  const area = editor.view.dom;
  area.setAttribute("aria-labelledby", label.id);
  area.setAttribute("aria-multiline", "true");
  const described = textarea.getAttribute("aria-describedby");
  if (described) area.setAttribute("aria-describedby", described);
  label.addEventListener("click", () => editor.commands.focus());
  // The menu is made right after this event.
  editor.on("create", () => nameButtons(textarea.closest(".prose-editor")));
});

function nameButtons(box) {
  for (const button of box.querySelectorAll("button[data-name]")) {
    const name = BUTTONS[button.dataset.name];
    if (!name) continue;
    button.title = name;
    button.setAttribute("aria-label", name);
  }
}
