// See docs/decisions/0004: signs with a passkey, or makes one, where a page asks for it. What is asked stands in the
// form; the answer goes into its hidden box, and the form is sent as any other. A browser without passkeys shows none.
(() => {
  const key = window.PublicKeyCredential;
  if (!key?.parseRequestOptionsFromJSON) return;
  for (const form of document.querySelectorAll("form[data-options]")) {
    const options = JSON.parse(form.dataset.options);
    const trouble = form.querySelector("[role=alert]");
    const ask = () =>
      options.rp
        ? navigator.credentials.create({ publicKey: key.parseCreationOptionsFromJSON(options) })
        : navigator.credentials.get({ publicKey: key.parseRequestOptionsFromJSON(options) });
    const answer = (credential) => {
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      trouble.hidden = true;
      ask()
        .then(answer)
        .catch(() => (trouble.hidden = false));
    });
    form.hidden = false;
    for (const without of document.querySelectorAll("[data-without-passkey]")) without.hidden = true;
  }
})();
