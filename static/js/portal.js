// Small comforts on every page; each page works without them.

// Reading without signal.
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/sw.js").catch(() => undefined);
}

// A form that is on its way is not sent twice by an impatient thumb.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-once]")) delete form.dataset.sent;
});

// Printing needs a script, so its button appears with it.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Whoever leaves takes the drafts along: the device may be somebody else's next.
for (const form of document.querySelectorAll("form[data-forget-drafts]")) {
  const start = `draf:${form.dataset.forgetDrafts}:`;
  form.addEventListener("submit", (event) => {
    const drafts = Object.keys(localStorage).filter((name) => name.startsWith(start));
    const isWaiting = drafts.some((name) => localStorage.getItem(name).includes('"state":"antre"'));
    if (isWaiting && !confirm("Ada pertanyaan di perangkat ini yang belum terkirim. Keluar dan hapus?")) event.preventDefault();
    else for (const name of drafts) localStorage.removeItem(name);
  });
}
