import { expect } from "@playwright/test";
import {
  emulator,
  expectBalance,
  expectNewBalance,
  openCheckout,
  pay,
  purchaseButton,
  signUp,
  faultTest as test,
} from "./support/journey";

// The emulator's faults hit whoever comes next, so these run one after the other, and apart from
// all others (see the project in playwright.config.ts).
test.describe.configure({ mode: "serial" });

test("the webhook is late: the return page credits all the same, and the webhook adds nothing", async ({
  page,
}) => {
  await signUp(page);
  await emulator("faults", {
    deliveries: { match: "checkout.session.completed", next: 1, kind: "hold" },
  });
  await openCheckout(page);
  await pay(page);
  await expectNewBalance(page, "1,000");
  await emulator("deliveries/release");
  await emulator("deliveries/flush");
  await expectBalance(page, "1,000");
});

test("the webhook comes twice: the credits come once", async ({ page }) => {
  await signUp(page);
  await emulator("faults", {
    deliveries: { match: "checkout.session.completed", next: 1, kind: "duplicate" },
  });
  await openCheckout(page);
  await pay(page);
  await expectNewBalance(page, "1,000");
  await emulator("deliveries/flush");
  await expectBalance(page, "1,000");
});

test("nobody comes back to the return page: the webhook alone credits", async ({ page }) => {
  await signUp(page);
  const session = await openCheckout(page);
  await emulator(`sessions/${session}/pay`);
  await emulator("deliveries/flush");
  await expectBalance(page, "1,000");
});

for (const [name, fault] of [
  ["answers 500", { kind: "status", status: 500, next: 2 }],
  ["answers 429", { kind: "status", status: 429, next: 2 }],
  ["made the page but never answered", { kind: "drop_after", next: 2 }],
] as const) {
  test(`Stripe ${name} at checkout: a clear message, and trying again works`, async ({ page }) => {
    await signUp(page);
    await emulator("faults", { api: { match: "POST /v1/checkout/sessions", ...fault } });
    await purchaseButton(page, "Starter Pack").click();
    await expect(page.getByRole("alert").filter({ hasText: "Nothing was charged" })).toBeVisible({
      timeout: 25_000,
    });
    await emulator("faults", {}, "DELETE");
    await openCheckout(page);
    await pay(page);
    await expectNewBalance(page, "1,000");
  });
}
