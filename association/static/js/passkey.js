/* Starts allauth's passkey script on the one form of the page that asks for it. */
(() => {
  const form = document.querySelector("[data-passkey]");
  const none = document.querySelector("[data-passkey-none]");
  if (!form) return;
  const isNumber = /^[\d.]+$|:/.test(location.hostname);
  if (!window.isSecureContext || !window.PublicKeyCredential || isNumber) {
    if (none) none.hidden = false;
    return;
  }
  form.hidden = false;
  const failed = form.querySelector("[data-passkey-failed]");
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    failed.hidden = false;
  });
  const kind = form.dataset.passkey;
  const ids = { credential: "passkey-credential", data: "passkey-options", [kind]: "passkey-button" };
  window.allauth.webauthn.forms[`${kind}Form`]({ ids });
})();
