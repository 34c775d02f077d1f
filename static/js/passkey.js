// Passkeys: asks the device to make or show one, puts the answer into the form, and sends the form.

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const withBytes = (list = []) => list.map((key) => ({ ...key, id: toBytes(key.id) }));

// What the server sends as text, the device wants as bytes.
function creation({ publicKey }) {
  return {
    ...publicKey,
    challenge: toBytes(publicKey.challenge),
    user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
    excludeCredentials: withBytes(publicKey.excludeCredentials),
    // It lets its person in alone: kept by the device, and unlocked by finger, face or PIN.
    authenticatorSelection: { ...publicKey.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" },
  };
}

function request({ publicKey }) {
  return { ...publicKey, challenge: toBytes(publicKey.challenge), allowCredentials: withBytes(publicKey.allowCredentials) };
}

// And back again.
function answer(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const reply = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!reply.ok) throw new Error(`${reply.status}`);
  return (await reply.json()).request_options;
}

const WORDS = {
  NotAllowedError: "Dibatalkan, atau waktunya habis. Coba lagi.",
  InvalidStateError: "Perangkat ini sudah memiliki kunci sandi untuk akun Anda.",
  SecurityError: "Kunci sandi hanya dapat dipakai di alamat portal yang aman (https).",
};

async function use(form) {
  const error = form.querySelector("[data-passkey-error]");
  error.hidden = true;
  try {
    const options = await optionsOf(form);
    const credential = form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: creation(options) })
      : await navigator.credentials.get({ publicKey: request(options) });
    form.elements.credential.value = JSON.stringify(answer(credential));
    form.submit();
  } catch (problem) {
    error.textContent = WORDS[problem.name] || "Kunci sandi tidak dapat dipakai di perangkat ini. Pakai cara lain.";
    error.hidden = false;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential && form.hidden) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    use(form);
  });
}
