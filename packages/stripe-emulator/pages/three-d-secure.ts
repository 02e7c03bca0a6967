import { html } from "hono/html";
import { layout } from "./layout";

/** The outer frame that Stripe.js makes, with the bank's page in a frame inside it. */
export function challengeFrames() {
  return layout(
    "3D Secure",
    html`<iframe name="stripe-challenge-frame" title="Your bank" src="/c/3ds/challenge"></iframe>`,
  );
}

/** The bank's page, as in Stripe's test mode. */
export function challengePage() {
  return layout(
    "3D Secure test page",
    html`<main style="padding:24px">
        <h1 style="font-size:18px">3D Secure test page</h1>
        <p class="muted">Your bank would ask you here whether this payment is yours.</p>
        <div style="display:flex;gap:10px">
          <button type="button" id="test-source-authorize-3ds" class="plain" style="height:40px">Complete authentication</button>
          <button type="button" id="test-source-fail-3ds" class="plain" style="height:40px">Fail authentication</button>
        </div>
      </main>
      <script>
        const tell = (result) => window.parent.parent.postMessage({ challenge: result }, window.location.origin);
        document.getElementById("test-source-authorize-3ds").onclick = () => tell("passed");
        document.getElementById("test-source-fail-3ds").onclick = () => tell("failed");
      </script>`,
  );
}
