// Forms whose text survives an ended session, a closed tab and a lost connection: kept on this device until it has
// arrived, one entry for each account and form, which no other account on the device is shown. The form of a new
// question is sent by this script: without a signal it waits here (state "antre" instead of "draf") and goes out once,
// with its key, as soon as there is one.

const PREFIX = "draf:";
const LONGEST = 30 * 24 * 60 * 60 * 1000;

const nameOf = (owner, form) => `${PREFIX}${owner}:${form}`;

const read = (owner, form) => {
  try {
    const entry = JSON.parse(localStorage.getItem(nameOf(owner, form)));
    return entry && Date.now() - entry.at < LONGEST ? entry : null;
  } catch {
    return null; // storage is closed or holds something else: the form still works, it only forgets
  }
};

// Return whether it could be kept.
const write = (owner, form, state, fields) => {
  try {
    localStorage.setItem(nameOf(owner, form), JSON.stringify({ at: Date.now(), state, fields }));
    return true;
  } catch {
    return false;
  }
};

const forget = (owner, form) => {
  try {
    localStorage.removeItem(nameOf(owner, form));
  } catch {
    // nothing was kept
  }
};

const namesOf = (owner) => {
  const start = nameOf(owner, "");
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(start)).map((name) => name.slice(start.length));
  } catch {
    return [];
  }
};

const WAIT = 20_000;
const time = (at) => new Date(at).toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" });
const SAYS = {
  draf: (at) =>
    `Draf tersimpan di perangkat ini pukul ${time(at)}. Hanya akun Anda yang melihatnya; terhapus setelah terkirim, ` +
    "setelah Anda keluar, atau sesudah 30 hari. Lampiran tidak ikut tersimpan.",
  antre: () =>
    "Tidak ada sinyal. Pertanyaan ini menunggu di perangkat ini dan terkirim sekali begitu tersambung lagi, selama " +
    "halaman ini terbuka atau saat Anda membukanya lagi.",
  lampiran: () =>
    "Tidak ada sinyal. Lampiran tidak dapat disimpan di perangkat ini, jadi pertanyaan belum masuk antrean; tulisan " +
    "Anda tersimpan. Kirim lagi setelah tersambung, atau hapus pilihan lampirannya lalu tekan Kirim.",
  mengirim: () => "Mengirim …",
  gagal: () => "Perangkat ini tidak dapat menyimpan draf. Jangan tutup halaman ini sebelum terkirim.",
};

for (const form of document.querySelectorAll("form[data-keep]")) keepDraft(form);

// A question that arrived needs no draft any more.
for (const page of document.querySelectorAll("[data-keep-received]")) {
  const owner = page.dataset.keepOwner;
  if (read(owner, "tanya")?.fields.key === page.dataset.keepReceived) forget(owner, "tanya");
}

// What was typed for an earlier turn of a thread has arrived.
for (const page of document.querySelectorAll("[data-keep-turn]")) forgetOthers(page.dataset.keepOwner, page.dataset.keepTurn);

for (const note of document.querySelectorAll("[data-keep-waiting]")) {
  note.hidden = read(note.dataset.keepOwner, "tanya")?.state !== "antre";
}

function keepDraft(form) {
  const { keep: draft, keepOwner: owner } = form.dataset;
  const note = form.querySelector("[data-keep-note]");
  const unseen = [...form.querySelectorAll("[type=hidden]")].map((field) => [field, field.value]);
  let sending = false;

  const say = (what, at) => {
    note.hidden = false;
    note.dataset.state = what === "draf" || what === "mengirim" ? "calm" : "wait";
    note.querySelector("[data-keep-text]").textContent = SAYS[what](at);
  };
  const save = (state) => say(write(owner, draft, state, collect(form)) ? state : "gagal", Date.now());

  const kept = read(owner, draft);
  if ("keepRefused" in form.dataset) {
    if (kept) save("draf");
  } else if (kept) {
    restore(form, kept);
    say(kept.state, kept.at);
  }

  form.addEventListener("input", (event) => {
    if (event.target.type !== "file") save(read(owner, draft)?.state || "draf");
  });
  form.querySelector("[data-keep-forget]").addEventListener("click", () => {
    forget(owner, draft);
    form.reset();
    for (const [field, value] of unseen) field.value = value;
    form.dispatchEvent(new Event("change", { bubbles: true }));
    note.hidden = true;
  });
  if (!form.dataset.keepSent) return;

  const send = async () => {
    if (sending) return;
    sending = true;
    say("mengirim");
    const outcome = await post(form);
    if (outcome === "arrived") {
      location.assign(`${form.dataset.keepSent}${form.elements.key.value}/`);
    } else if (outcome === "refused") {
      save("draf");
      form.submit(); // the server shows what is wrong; what is wrong is not kept twice
    } else {
      sending = false;
      delete form.dataset.sent;
      const waits = !hasFiles(form);
      save(waits ? "antre" : "draf");
      if (!waits) say("lampiran");
    }
  };
  const flush = () => read(owner, draft)?.state === "antre" && navigator.onLine && send();

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  addEventListener("online", flush);
  setInterval(flush, WAIT);
  flush();
}

// Return "arrived" (the server leads on), "refused" (it wants something else), or "offline".
async function post(form) {
  try {
    const response = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    return response.type === "opaqueredirect" ? "arrived" : "refused";
  } catch {
    return "offline";
  }
}

const hasFiles = (form) => [...form.querySelectorAll("[type=file]")].some((input) => input.files.length);

function collect(form) {
  const fields = {};
  for (const field of form.elements) {
    if (!field.name || field.name === "csrfmiddlewaretoken" || ["file", "submit", "button"].includes(field.type)) continue;
    if (field.type !== "radio" || field.checked) fields[field.name] = field.value;
  }
  return fields;
}

// What the address of the page asks for wins over a draft, but not over what already waits to be sent.
function restore(form, { state, fields }) {
  const asked = new URLSearchParams(state === "draf" ? location.search : "");
  const fromAddress = { layanan: "service", edisi: "edition", jenis: "kind", pokok: "title" };
  const given = new Set([...asked.keys()].map((name) => fromAddress[name]));
  for (const field of form.elements) {
    if (!(field.name in fields) || given.has(field.name)) continue;
    if (field.type === "radio") field.checked = field.value === fields[field.name];
    else field.value = fields[field.name];
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

function forgetOthers(owner, turn) {
  const thread = turn.slice(0, turn.lastIndexOf("-") + 1);
  for (const name of namesOf(owner)) if (name.startsWith(thread) && name !== turn) forget(owner, name);
}
