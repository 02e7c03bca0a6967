/**
 * The text of Stripe.js for a browser.
 * @param base where the emulator answers
 * @param version what `Stripe.version` says; the loader compares it with its own release train
 */
export function stripeJsSource(base: string, version: string): string {
  const reported = version === "v3" ? "3" : JSON.stringify(version);
  return `"use strict";
(() => {
  const base = ${JSON.stringify(base)};
  let open = false;

  function frameFor(clientSecret, onComplete) {
    const frame = document.createElement("iframe");
    frame.name = "embedded-checkout";
    frame.title = "Checkout";
    frame.src = base + "/c/embedded/" + encodeURIComponent(clientSecret);
    frame.style.cssText = "border:0;width:100%;min-height:560px;display:block";
    const listen = (event) => {
      if (event.origin !== base || event.source !== frame.contentWindow) return;
      if (event.data.height) frame.style.height = event.data.height + "px";
      if (!event.data.complete) return;
      if (event.data.redirect) window.location.assign(event.data.redirect);
      else onComplete?.();
    };
    addEventListener("message", listen);
    return { frame, close: () => { removeEventListener("message", listen); frame.remove(); } };
  }

  async function createEmbeddedCheckoutPage({ clientSecret, fetchClientSecret, onComplete }) {
    if (open) throw new Error("You cannot have multiple Embedded Checkout objects.");
    open = true;
    let secret;
    try {
      secret = clientSecret ?? (await fetchClientSecret());
      if (!/^cs_test_\\w+_secret_\\w+$/.test(secret)) throw new Error("Invalid client secret.");
    } catch (error) {
      open = false;
      throw error;
    }
    let mounted;
    let destroyed = false;
    const unmount = () => { mounted?.close(); mounted = undefined; };
    return {
      mount(location) {
        if (destroyed) throw new Error("This Embedded Checkout object has been destroyed.");
        if (mounted) throw new Error("This Embedded Checkout object is mounted already.");
        const place = typeof location === "string" ? document.querySelector(location) : location;
        if (!place) throw new Error("The element to mount Embedded Checkout in doesn't exist.");
        mounted = frameFor(secret, onComplete);
        place.append(mounted.frame);
      },
      unmount,
      destroy() { unmount(); destroyed = true; open = false; },
    };
  }

  function Stripe(publishableKey) {
    if (!/^pk_test_/.test(publishableKey)) {
      throw new Error("Please call Stripe() with your publishable key. You used " + String(publishableKey).slice(0, 8) + "…");
    }
    return { createEmbeddedCheckoutPage, registerAppInfo() {}, _registerWrapper() {} };
  }
  Stripe.version = ${reported};
  window.Stripe = Stripe;
})();
`;
}
