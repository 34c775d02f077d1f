// The gate: each try is sent without leaving the page, what could not be sent is kept and sent again with the same key,
// so that nobody is counted twice and nothing is lost in silence; and cards are read with the camera where there is one.

const PATIENCE = 10_000;
const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 30_000;
const SAME_CARD = 3_000;
const MOST_LATE = 20;

// How each state sounds and feels: pulses in milliseconds, and the pitch.
const SIGNALS = {
  ok: { pulses: [80], pitch: 1050 },
  info: { pulses: [60, 60, 60], pitch: 780 },
  wait: { pulses: [300, 120, 300], pitch: 440 },
  bad: { pulses: [600], pitch: 220 },
};

// crypto.randomUUID is missing where the page came by plain http, as in an office network.
function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// What is shown of a try that waits: a NIP never in full.
function labelOf({ name, text }) {
  const letters = (text || "").replace(/[^a-z0-9]/gi, "");
  return name || (letters.length > 13 ? `${letters.slice(0, 4)} … ${letters.slice(-3)}` : letters.toUpperCase());
}

let sound;
function signal(state) {
  const { pulses, pitch } = SIGNALS[state] || SIGNALS.bad;
  // A browser refuses to shake before the first touch, and complains of it.
  if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(pulses);
  try {
    sound ||= new AudioContext();
    let at = sound.currentTime;
    for (const [number, pulse] of pulses.entries()) {
      if (number % 2 === 0) {
        const tone = new OscillatorNode(sound, { frequency: pitch });
        tone.connect(sound.destination);
        tone.start(at);
        tone.stop(at + pulse / 1000);
      }
      at += pulse / 1000;
    }
  } catch {
    // no sound here: words and colour say the same
  }
}

class Gate {
  constructor(form) {
    this.form = form;
    this.field = form.elements.text;
    this.answer = document.querySelector("[data-gate-answer]");
    this.late = document.querySelector("[data-gate-late]");
    this.store = `pintu:${form.dataset.gate}`;
    this.waiting = this.restore();
    this.arrived = [];
    this.wait = FIRST_WAIT;
    for (const sender of [form, document.querySelector("[data-gate-guest]")]) {
      sender.addEventListener("submit", (event) => {
        event.preventDefault();
        this.take(sender);
      });
    }
    this.late.querySelector("[data-gate-retry]").addEventListener("click", () => this.send());
    window.addEventListener("online", () => this.send());
    window.addEventListener("beforeunload", (event) => this.waiting.length && !this.isLeaving && event.preventDefault());
    this.answer.addEventListener("click", (event) => (this.isLeaving = Boolean(event.target.closest("a"))));
    this.show();
    this.send();
  }

  // Tries outlive a page that is loaded again or a login, in this tab alone.
  restore() {
    try {
      return JSON.parse(sessionStorage.getItem(this.store)) || [];
    } catch {
      return [];
    }
  }

  keep() {
    try {
      sessionStorage.setItem(this.store, JSON.stringify(this.waiting));
    } catch {
      // storage is closed: the page itself still holds them, and asks before it is left
    }
  }

  take(form) {
    const { csrfmiddlewaretoken, ...fields } = Object.fromEntries(new FormData(form));
    this.add(form.getAttribute("action"), fields);
    if (form === this.form) {
      this.field.select();
    } else {
      form.reset();
      this.field.focus();
    }
  }

  add(action, fields) {
    this.waiting.push({ action, fields: { ...fields, key: newKey() } });
    this.keep();
    this.send();
  }

  // One after the other, in the order in which people came.
  async send() {
    if (this.isSending) return;
    this.isSending = true;
    clearTimeout(this.timer);
    while (this.waiting.length) {
      const { trouble, said } = await this.post(this.waiting[0]);
      if (trouble) {
        this.hold(trouble);
        break;
      }
      this.wait = FIRST_WAIT;
      this.settle(said);
    }
    this.isSending = false;
  }

  async post({ action, fields }) {
    const token = this.form.elements.csrfmiddlewaretoken.value;
    try {
      const response = await fetch(action, {
        method: "POST",
        body: new URLSearchParams({ ...fields, csrfmiddlewaretoken: token }),
        headers: { "X-Fragment": "answer" },
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (response.type === "opaqueredirect") return { trouble: "ended" };
      if (response.status >= 500 || response.status === 429) return { trouble: "unsent" };
      if (!response.ok) return { trouble: "refused" };
      // The portal's own answer, escaped by its template; nothing in it runs. A network that answers for us says else.
      const said = document.createRange().createContextualFragment(await response.text());
      return said.querySelector(".flash") ? { said } : { trouble: "unsent" };
    } catch {
      return { trouble: "unsent" };
    }
  }

  hold(trouble) {
    for (const item of this.waiting) item.isLate = true;
    const said = document.querySelector(`[data-gate-said="${trouble}"]`).content.cloneNode(true);
    said.querySelector("b").textContent = labelOf(this.waiting.at(-1).fields);
    this.say(said);
    this.show();
    this.keep();
    if (trouble === "unsent") {
      this.timer = setTimeout(() => this.send(), this.wait);
      this.wait = Math.min(2 * this.wait, LONGEST_WAIT);
    }
  }

  settle(said) {
    const item = this.waiting.shift();
    this.keep();
    if (item.isLate) {
      const words = [...said.querySelectorAll("strong, b")].map((part) => part.textContent.trim());
      this.arrived.unshift(words.join(": "));
      this.arrived.length = Math.min(this.arrived.length, MOST_LATE);
    }
    this.say(said);
    this.show();
  }

  say(said) {
    const { state = "" } = said.querySelector(".flash").dataset;
    document.body.dataset.state = state;
    this.answer.replaceChildren(said);
    if (state) signal(state);
  }

  show() {
    const held = this.waiting.filter((item) => item.isLate).map(({ fields }) => `${labelOf(fields)}: belum terkirim`);
    const rows = [...held, ...this.arrived].map((text) => {
      const row = document.createElement("li");
      row.className = "row";
      row.textContent = text;
      return row;
    });
    this.late.hidden = rows.length === 0;
    this.late.querySelector("[data-gate-retry]").hidden = held.length === 0;
    this.late.querySelector(".rows").replaceChildren(...rows);
  }
}

// The button appears where the browser reads codes by itself; a card that stays before the camera counts once.
class Camera {
  constructor(gate) {
    this.gate = gate;
    this.finder = document.querySelector("[data-gate-finder]");
    this.video = this.finder.querySelector("video");
    this.button = gate.form.querySelector("[data-gate-camera]");
    this.button.hidden = false;
    this.button.addEventListener("click", () => (this.stream ? this.stop() : this.start()));
    window.addEventListener("pagehide", () => this.stop());
    document.addEventListener("visibilitychange", () => document.hidden && this.stop());
  }

  async start() {
    try {
      this.detector = new BarcodeDetector({ formats: ["qr_code"] });
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      this.button.textContent = "Kamera tidak dapat dipakai";
      this.button.disabled = true;
      return;
    }
    this.finder.hidden = false;
    this.button.textContent = "Tutup kamera";
    this.video.srcObject = this.stream;
    await this.video.play().catch(() => undefined);
    this.look();
  }

  stop() {
    for (const track of this.stream?.getTracks() || []) track.stop();
    this.stream = this.video.srcObject = null;
    this.finder.hidden = true;
    this.button.textContent = "Pakai kamera";
  }

  async look() {
    if (!this.stream) return;
    const codes = await this.detector.detect(this.video).catch(() => []); // a frame that is not there yet
    for (const { rawValue } of codes) this.read(rawValue);
    setTimeout(() => this.look(), 150);
  }

  read(text) {
    const now = Date.now();
    const isSame = text === this.last && now - this.seen < SAME_CARD;
    [this.last, this.seen] = [text, now];
    if (text && !isSame) this.gate.add(this.gate.form.getAttribute("action"), { text });
  }
}

for (const form of document.querySelectorAll("form[data-gate]")) {
  const gate = new Gate(form);
  if ("BarcodeDetector" in window && navigator.mediaDevices?.getUserMedia) new Camera(gate);
}
