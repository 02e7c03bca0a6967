import { raw } from "hono/html";

/** What the page does in the browser: formats, sends, shows what is wrong, asks the bank. */
export const PAY_SCRIPT = raw(`
(() => {
  const form = document.querySelector("form.PaymentForm-form");
  const button = form.querySelector("button");
  const dialog = document.getElementById("challenge");
  const byId = (id) => document.getElementById(id);
  byId("cardNumber")?.addEventListener("input", (event) => {
    const digits = event.target.value.replace(/\\D/g, "").slice(0, 19);
    event.target.value = digits.replace(/(.{4})(?=.)/g, "$1 ");
  });
  byId("cardExpiry")?.addEventListener("input", (event) => {
    const digits = event.target.value.replace(/\\D/g, "").slice(0, 4);
    event.target.value = digits.length > 2 ? digits.slice(0, 2) + " / " + digits.slice(2) : digits;
  });
  form.addEventListener("change", (event) => {
    if (event.target.name !== "method") return;
    for (const part of form.querySelectorAll("[data-method]")) part.hidden = part.dataset.method !== event.target.value;
  });
  function show(faults) {
    for (const error of document.querySelectorAll(".error")) { error.hidden = true; error.textContent = ""; }
    for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
    for (const fault of faults) {
      const place = byId(fault.field + "-error") || byId("form-error");
      place.textContent = fault.message;
      place.hidden = false;
      byId(fault.field)?.setAttribute("aria-invalid", "true");
    }
    if (faults[0]) byId(faults[0].field)?.focus();
  }
  function processing(on) {
    button.classList.toggle("SubmitButton--processing", on);
    button.disabled = on;
    button.lastChild.textContent = on ? "Processing" : "Pay";
  }
  async function send(authenticated) {
    processing(true);
    const data = new FormData(form);
    if (authenticated) data.set("authenticated", "yes");
    try {
      const answer = await fetch(location.pathname, { method: "POST", body: data });
      const result = await answer.json();
      if (result.complete) { parent.postMessage(result, "*"); return; }
      if (result.redirect) { location.assign(result.redirect); return; }
      if (result.challenge) { challenge(); return; }
      show(result.faults || []);
    } catch {
      show([{ field: "form", message: "The payment could not be sent. Try again." }]);
    }
    processing(false);
  }
  function challenge() {
    const frame = document.createElement("iframe");
    frame.name = "__privateStripeFrame1";
    frame.title = "3D Secure";
    frame.src = "/c/3ds";
    dialog.replaceChildren(frame);
    dialog.showModal();
  }
  function refused() {
    dialog.close();
    processing(false);
    show([{ field: "cardNumber", message: "We are unable to authenticate your payment method. Please choose a different payment method and try again." }]);
  }
  dialog.addEventListener("cancel", refused);
  addEventListener("message", (event) => {
    if (event.origin !== location.origin || !dialog.open) return;
    if (event.data.challenge === "passed") { dialog.close(); send(true); }
    if (event.data.challenge === "failed") refused();
  });
  if (parent !== window) {
    new ResizeObserver(() => parent.postMessage({ height: document.documentElement.scrollHeight }, "*")).observe(document.body);
  }
  form.addEventListener("submit", (event) => { event.preventDefault(); show([]); send(false); });
})();
`);
