// Ticks of a checklist, kept on this device by requirement key, so that they outlive an edition.

for (const list of document.querySelectorAll("[data-checklist]")) {
  const name = `centang:${list.dataset.checklist}`;
  const ticks = [...list.querySelectorAll("[data-checklist-key]")];
  const progress = list.querySelector("[data-checklist-progress]");
  const count = list.querySelector("[data-checklist-count]");
  const tail = list.querySelector("[data-checklist-tail]");
  const note = list.querySelector("[data-checklist-note]");

  const read = () => {
    try {
      return new Set(JSON.parse(localStorage.getItem(name)) || []);
    } catch {
      return new Set(); // storage is closed or holds something else: the list still works, it only forgets
    }
  };

  const show = () => {
    const ready = ticks.filter((tick) => tick.checked).length;
    progress.hidden = false;
    progress.value = ready;
    count.textContent = `${ready} dari ${ticks.length}`;
    tail.textContent = " butir sudah siap";
  };

  const kept = read();
  for (const tick of ticks) {
    tick.checked = kept.has(tick.dataset.checklistKey);
    tick.addEventListener("change", () => {
      const all = read();
      all[tick.checked ? "add" : "delete"](tick.dataset.checklistKey);
      try {
        localStorage.setItem(name, JSON.stringify([...all]));
        note.hidden = false;
      } catch {
        note.hidden = true;
      }
      show();
    });
  }
  note.hidden = kept.size === 0;
  if (ticks.length) show();
}
