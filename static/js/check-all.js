// One button ticks every box of a group, and takes every tick away when all are set.

for (const button of document.querySelectorAll("[data-check-all]")) {
  const boxes = [...document.querySelectorAll(`${button.dataset.checkAll} input[type=checkbox]`)];
  const words = button.textContent;
  const isFull = () => boxes.every((box) => box.checked);
  const show = () => (button.textContent = isFull() ? "Kosongkan pilihan" : words);
  button.addEventListener("click", () => {
    const checked = !isFull();
    for (const box of boxes) box.checked = checked;
    show();
  });
  for (const box of boxes) box.addEventListener("change", show);
  button.hidden = boxes.length === 0;
  show();
}
