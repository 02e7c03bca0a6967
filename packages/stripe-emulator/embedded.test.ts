import { expect, it } from "vitest";
import { createSession, useEmulator } from "./testing/use-emulator";

const emulator = useEmulator();
const RETURN_URL = "http://localhost/return?session_id={CHECKOUT_SESSION_ID}";

function openEmbedded(params = {}) {
  return createSession(emulator().stripe, {
    ui_mode: "embedded_page",
    return_url: RETURN_URL,
    ...params,
  });
}

it("an embedded session has a client secret and no page of its own", async () => {
  const session = await openEmbedded();
  expect(session).toMatchObject({
    ui_mode: "embedded_page",
    url: null,
    success_url: null,
    return_url: RETURN_URL,
    redirect_on_completion: "always",
  });
  expect(session.client_secret).toMatch(new RegExp(`^${session.id}_secret_\\w{10,}$`));
  expect((await fetch(`${emulator().url}/c/pay/${session.id}`)).status).toBe(404);
});

it("a hosted session has no client secret", async () => {
  expect(await createSession(emulator().stripe)).toMatchObject({
    ui_mode: "hosted_page",
    client_secret: null,
  });
});

it.each([
  ["an unknown ui_mode", { ui_mode: "hosted" }, "ui_mode"],
  ["a success_url", { success_url: "http://localhost/done" }, "success_url"],
  ["a cancel_url", { cancel_url: "http://localhost/no" }, "cancel_url"],
  ["no return_url", { return_url: undefined }, "return_url"],
  ["a return_url that is never used", { redirect_on_completion: "never" }, "return_url"],
])("an embedded session with %s is refused", async (_what, params, param) => {
  await expect(openEmbedded(params)).rejects.toMatchObject({ statusCode: 400, param });
});

it("only who has the client secret gets the form", async () => {
  const session = await openEmbedded();
  const form = (secret: string) => fetch(`${emulator().url}/c/embedded/${secret}`);
  expect((await form(session.id)).status).toBe(404);
  expect((await form(`${session.id}_secret_guessed`)).status).toBe(404);
  const page = await form(String(session.client_secret));
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('id="cardNumber"');
});

it("the form pays, and tells where to go only when the session redirects", async () => {
  for (const [params, redirect] of [
    [{}, expect.stringContaining("/return?session_id=cs_test_")],
    [{ return_url: undefined, redirect_on_completion: "never" }, undefined],
  ] as const) {
    const session = await openEmbedded(params);
    const body = new FormData();
    const form = { email: "a@example.com", cardNumber: "4242424242424242", cardExpiry: "1290" };
    for (const [name, value] of Object.entries({ ...form, cardCvc: "123", billingName: "A" }))
      body.set(name, value);
    const answer = await fetch(`${emulator().url}/c/embedded/${session.client_secret}`, {
      method: "POST",
      body,
    });
    expect(await answer.json()).toEqual({ complete: true, redirect });
    expect(await emulator().stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      status: "complete",
      payment_status: "paid",
      client_secret: null,
    });
  }
});

it.each(["v3", "v3/", "basil/stripe.js", "endive/stripe.js"])(
  "Stripe.js is served at /%s, for a page of any origin",
  async (path) => {
    const answer = await fetch(`${emulator().url}/${path}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toContain("javascript");
    expect(answer.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    expect(await answer.text()).toContain("createEmbeddedCheckoutPage");
  },
);
