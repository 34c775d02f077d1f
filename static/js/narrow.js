// A long list of choices in folds, narrowed by typing; what is hidden keeps its tick.

const fold = (text) => text.toLowerCase().trim();

for (const tool of document.querySelectorAll("[data-narrow]")) {
  const input = tool.querySelector("input");
  const status = tool.querySelector("[role=status]");
  const groups = [...document.querySelectorAll(`${tool.dataset.narrow} details`)];
  const wasOpen = new Map(groups.map((group) => [group, group.open]));
  input.addEventListener("input", () => {
    const wanted = fold(input.value);
    let found = 0;
    for (const group of groups) {
      let inside = 0;
      for (const choice of group.querySelectorAll(".choice")) {
        choice.hidden = !fold(choice.textContent).includes(wanted);
        inside += !choice.hidden;
      }
      group.hidden = inside === 0;
      group.open = wanted ? inside > 0 : wasOpen.get(group);
      found += inside;
    }
    status.textContent = wanted ? `${found} unit` : "";
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // would save the form
  });
  tool.hidden = false;
}
