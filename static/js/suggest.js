// While a question is typed: what may already answer it. Asked by POST, so that no draft stands in an address.

const WAIT = 500;
const SHORTEST = 12;

for (const place of document.querySelectorAll("[data-suggest]")) {
  const form = place.closest("form");
  const { title, body, service } = form.elements;
  let timer, asked, before;

  const ask = async () => {
    const text = `${title.value} ${body.value}`.trim().slice(0, 2000);
    const about = `${service.value} ${text}`;
    if (about === before) return;
    before = about;
    asked?.abort();
    asked = new AbortController();
    if (text.length < SHORTEST) return place.replaceChildren();
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.set("q", text);
    data.set("layanan", service.value);
    try {
      const response = await fetch(place.dataset.suggest, { method: "POST", body: data, redirect: "error", signal: asked.signal });
      if (response.ok) place.innerHTML = await response.text();
    } catch {
      before = ""; // no signal, or a newer draft is being asked about: typing goes on as if nothing were
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  ask();
}
