// On the page of sign-in and that of a new passkey: asks the device, and sends what it says with the form.
(() => {
  "use strict";
  const form = document.querySelector("[data-passkey]");
  if (!form || !window.PublicKeyCredential) return;
  const said = form.querySelector("[data-passkey-said]");
  const button = form.querySelector("button");
  const timeout = 300000;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (byte) => byte.charCodeAt(0));
  const text = (buffer) => btoa(Array.from(new Uint8Array(buffer ?? []), (byte) => String.fromCharCode(byte)).join(""))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

  const get = async () => {
    const body = new URLSearchParams({ csrf: form.elements.csrf.value });
    const answer = await fetch("/auth/passkey/challenge", { method: "POST", body, headers: { "X-Requested-With": "part" } });
    if (!answer.ok) throw new Error("refused");
    const challenge = bytes(await answer.text());
    const { id, response } = await navigator.credentials.get({ publicKey: { challenge, timeout, userVerification: "required" } });
    return {
      credential: id, client_data: text(response.clientDataJSON), authenticator_data: text(response.authenticatorData),
      signature: text(response.signature), user_handle: text(response.userHandle),
    };
  };
  const create = async () => {
    const { server, challenge, handle, username, shown, known } = form.dataset;
    const type = "public-key";
    const { response } = await navigator.credentials.create({ publicKey: {
      rp: { name: server },
      user: { id: bytes(handle), name: username, displayName: shown },
      challenge: bytes(challenge),
      timeout,
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type, alg })),
      excludeCredentials: known.split(" ").filter(Boolean).map((id) => ({ type, id: bytes(id) })),
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
      attestation: "none",
    } });
    return {
      client_data: text(response.clientDataJSON), attestation: text(response.attestationObject),
      transports: response.getTransports?.().join(" ") ?? "",
    };
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    said.textContent = "";
    try {
      const fields = await (form.dataset.passkey === "create" ? create() : get());
      for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
      form.submit();
    } catch ({ name }) {
      said.textContent = name === "InvalidStateError" ? "[[This device has a passkey for your account already.]]"
        : name === "NotAllowedError" ? "[[Your device gave no passkey. You can try again.]]"
          : "[[That did not work. Please try again in a minute.]]";
      button.disabled = false;
      button.focus();
    }
  });
  addEventListener("pageshow", () => { button.disabled = false; });
  form.hidden = false;
  for (const notice of document.querySelectorAll("[data-without-passkeys]")) notice.hidden = true;
})();
