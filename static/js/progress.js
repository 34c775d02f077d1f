// A page that waits for work on the server follows it: the bar moves, and the page opens anew when the work is done.

const EVERY = 2000;

for (const box of document.querySelectorAll("[data-progress]")) {
  const bar = box.querySelector("progress");
  const text = box.querySelector("[data-progress-text]");

  const follow = async () => {
    try {
      const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const { is_reading: isReading, done, total } = await answer.json();
      if (!isReading) return location.reload();
      if (total) {
        bar.max = total;
        bar.value = done;
        text.textContent = `${done.toLocaleString("id")} dari sekitar ${total.toLocaleString("id")} baris`;
      }
    } catch {
      // No signal for a moment: the next try tells.
    }
    setTimeout(follow, EVERY);
  };
  setTimeout(follow, EVERY);
}
