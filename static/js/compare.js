// Compare a chosen file with a published digest, on this device; the file goes nowhere.

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

for (const block of document.querySelectorAll("[data-sha256]")) {
  // Browsers compute digests only over https; elsewhere the way by hand stays.
  if (!globalThis.crypto?.subtle) continue;
  const input = block.querySelector("input[type=file]");
  const results = [...block.querySelectorAll("[data-compare]")];
  const show = (name) => {
    for (const result of results) result.hidden = result.dataset.compare !== name;
  };

  block.querySelector("[data-compare-form]").hidden = false;
  input.addEventListener("change", async () => {
    show("");
    const [file] = input.files;
    if (!file) return;
    let outcome;
    try {
      const digest = hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      outcome = digest === block.dataset.sha256 ? "same" : "different";
    } catch {
      outcome = "unreadable"; // moved or deleted since it was chosen
    }
    if (input.files[0] === file) show(outcome);
  });
}
