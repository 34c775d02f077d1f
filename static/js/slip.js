// The code of a slip, when its QR code was scanned: taken over from behind the #, which no server has seen.

const form = document.querySelector("form[data-slip]");
const code = location.hash.slice(1);
if (form && /^[0-9A-Z]{12}$/.test(code)) {
  form.elements.code.value = code.match(/.{4}/g).join("-");
  // A shared phone keeps the address in its history; the code shall not stand there.
  history.replaceState(null, "", location.pathname);
  form.elements.number.focus();
}
