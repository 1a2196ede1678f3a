// Adding and using a passkey. The form holds what the browser is asked, or names where it is told (data-options-from);
// the answer goes into the field `credential` and the form is sent.

const ways = {
  create: {
    read: (options) => PublicKeyCredential.parseCreationOptionsFromJSON(options),
    ask: (publicKey) => navigator.credentials.create({ publicKey }),
  },
  get: {
    read: (options) => PublicKeyCredential.parseRequestOptionsFromJSON(options),
    ask: (publicKey) => navigator.credentials.get({ publicKey }),
  },
};

export function usePasskeys() {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const said = form.querySelector("[data-passkey-said]");
      if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
        said.textContent = "This browser cannot use passkeys. Use a newer one, or a code from an app.";
        return;
      }
      said.textContent = "Waiting for your passkey";
      try {
        const way = ways[form.dataset.passkey];
        const answer = await way.ask(way.read(await options(form)));
        form.elements.credential.value = JSON.stringify(answer);
        form.submit();
      } catch {
        said.textContent = "The passkey was not used. Try again, or sign in another way.";
      }
    });
  }
}

async function options(form) {
  if (!form.dataset.optionsFrom) return JSON.parse(form.querySelector("script").textContent).publicKey;
  const answer = await fetch(form.dataset.optionsFrom, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  return (await answer.json()).request_options.publicKey;
}
