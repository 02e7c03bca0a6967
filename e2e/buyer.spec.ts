import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { currentStack } from "./support/current-stack";
import { expectNewBalance, openCheckout, pay, signInAsAdmin, signUp } from "./support/journey";

/** Presses Tab until the control is reached, as a person without a mouse does. */
async function tabTo(page: Page, role: "button" | "link" | "textbox" | "checkbox", name: string) {
  const control = page.getByRole(role, { name, exact: true });
  await expect(control.first()).toBeVisible();
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    const focused = page.locator(":focus");
    if ((await focused.count()) > 0 && (await control.and(focused).count()) > 0) return;
  }
  throw new Error(`Tab never reached the ${role} "${name}" of ${page.url()}`);
}

/** Sends a request to the API with a key. */
async function ask(method: string, path: string, key: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${currentStack().appUrl}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
      "idempotency-key": crypto.randomUUID(),
    },
    body: body && JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
  return answer.json();
}

async function makeKey(page: Page, name: string, permissions: readonly string[]): Promise<string> {
  await page.goto("/account");
  await page.getByLabel("New key").fill(name);
  for (const permission of permissions) await page.getByLabel(permission).check();
  await page.getByRole("button", { name: "Create key" }).click();
  return (await page.getByTestId("new-key").textContent()) ?? "";
}

async function buy(page: Page): Promise<void> {
  await openCheckout(page);
  await pay(page);
  await expectNewBalance(page, "1,000");
}

async function openAs(context: BrowserContext | undefined): Promise<Page> {
  if (!context) throw new Error("no browser");
  return context.newPage();
}

test("the keyboard alone makes a key, redeems a code, gives credits and exports", async ({
  page,
  browser,
}) => {
  const admin = await openAs(await browser.newContext());
  await signInAsAdmin(admin);
  const adminKey = await makeKey(admin, "Codes", ["Grant credits and reverse spends"]);
  const code = `K${crypto.randomUUID().slice(0, 8)}`;
  await ask("POST", "/credits/coupons/create", adminKey, { code, credits: 50, max_uses: 1 });
  await signUp(page);
  await buy(page);

  await page.goto("/account");
  await tabTo(page, "textbox", "New key");
  await page.keyboard.type("Chat service");
  await tabTo(page, "checkbox", "Spend credits");
  await page.keyboard.press("Space");
  await tabTo(page, "textbox", "Monthly budget (credits)");
  await page.keyboard.type("100");
  await page.keyboard.press("Enter");
  await expect(page.getByText("of 100 credits used this month")).toBeVisible();

  await page.goto("/admin/credits/gifts");
  await tabTo(page, "textbox", "Code");
  await page.keyboard.type(code);
  await page.keyboard.press("Enter");
  await expect(page.getByText("50 credits were added to your balance.")).toBeVisible();
  await tabTo(page, "textbox", "Credits");
  await page.keyboard.type("25");
  await tabTo(page, "button", "Create link");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Put 25 credits aside?" })).toBeVisible();
  await tabTo(page, "button", "Create link");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("gift-link")).toBeVisible();

  await page.goto("/admin/credits/history");
  await tabTo(page, "link", "Export CSV");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.keyboard.press("Enter"),
  ]);
  expect(download.suggestedFilename()).toBe("activity.csv");
});

test("the balance follows what a key spends, and the entry tells where the credits went", async ({
  page,
}) => {
  await signUp(page);
  await buy(page);
  const key = await makeKey(page, "Chat service", ["Spend credits"]);
  await expect(page.getByTestId("curl-example")).toContainText("/api/v1/credits/spend");
  await page.goto("/admin/credits");
  await expect(page.getByTestId("balance")).toHaveText("1,000");
  const spend = { amount: "12.5", service: "chat", model: "large", reference: "req_1" };
  await ask("POST", "/credits/spend", key, spend);
  await expect(page.getByTestId("balance")).toHaveText("987.5");
  await page.getByRole("link", { name: "Usage", exact: true }).last().click();
  await expect(page.getByRole("heading", { name: "Usage" })).toBeVisible();
  for (const text of ["Chat service", "chat", "large", "req_1", "−12.5"]) {
    await expect(page.getByRole("main").getByText(text, { exact: true }).first()).toBeVisible();
  }
});

test("a gift is claimed once by a person who signs up for it, or is taken back", async ({
  page,
  browser,
}) => {
  await signUp(page);
  await buy(page);
  const give = async (credits: string) => {
    await page.goto("/admin/credits/gifts");
    await page.getByLabel("Credits", { exact: true }).fill(credits);
    await page.getByRole("button", { name: "Create link" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Create link" }).click();
    return (await page.getByTestId("gift-link").textContent()) ?? "";
  };
  const link = await give("40");
  const friend = await openAs(await browser.newContext());
  await friend.goto(link);
  await expect(friend.getByText("40 credits")).toBeVisible();
  await signUp(friend);
  await friend.goto("/gift"); // where sign-up leads back to
  await friend.getByRole("button", { name: "Claim the credits" }).click();
  await expect(friend.getByText("40 credits were added to your balance.")).toBeVisible();
  const late = await openAs(await browser.newContext());
  await late.goto(link);
  await expect(late.getByText("This gift has been claimed already.")).toBeVisible();

  const other = await give("60");
  await page.getByRole("button", { name: "Take back" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Take back" }).click();
  await expect(page.getByText("Taken back")).toBeVisible();
  const stranger = await openAs(await browser.newContext());
  await stranger.goto(other);
  await expect(stranger.getByText("This gift was taken back.")).toBeVisible();
  await page.goto("/admin/credits");
  await expect(page.getByTestId("balance")).toHaveText("960");
});

test("a receipt is a PDF, and exports open in the reader's spreadsheet", async ({ page }) => {
  await signUp(page);
  await buy(page);
  await page.getByRole("link", { name: "Receipt" }).click();
  await expect(page.getByText("Purchase and receipt")).toBeVisible();
  const receipt = page.getByRole("link", { name: /R-\d{6}/ });
  // The worker gives the number after the payment was committed.
  await expect(async () => {
    await page.reload();
    await expect(receipt).toBeVisible({ timeout: 1_000 });
  }).toPass();
  const pdf = await page.request.get((await receipt.getAttribute("href")) ?? "");
  expect(pdf.headers()["content-type"]).toBe("application/pdf");
  expect((await pdf.body()).subarray(0, 5).toString()).toBe("%PDF-");
  const csv = await page.request.get("/admin/credits/history/export?kind=purchase");
  expect(csv.status()).toBe(200);
  expect(await csv.text()).toMatch(
    /^\ufeffnumber,time,kind,credits,.*\r\n1,.*,purchase,1000,1000,/,
  );
});

test("with forced colors every field, button and chosen item can still be told apart", async ({
  page,
}) => {
  await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
  await signUp(page);
  await page.goto("/account");
  const current = page.getByRole("link", { name: "Settings" }).first();
  const style = (element: Element) => {
    const { borderTopStyle, outlineStyle, animationDuration } = getComputedStyle(element);
    return { borderTopStyle, outlineStyle, animationDuration };
  };
  expect(await page.getByLabel("New key").evaluate(style)).toMatchObject({
    borderTopStyle: "solid",
  });
  for (const mark of [
    page.getByRole("button", { name: "Create key" }),
    page.getByRole("button", { name: "Save name" }),
  ]) {
    expect(await mark.evaluate(style)).toMatchObject({ borderTopStyle: "solid" });
  }
  const other = page.getByRole("link", { name: "Activity" }).first();
  const background = (element: Element) => getComputedStyle(element).backgroundColor;
  expect(await current.evaluate(background)).not.toBe(await other.evaluate(background));
  await current.focus();
  expect(await current.evaluate(style)).toMatchObject({ outlineStyle: "solid" });
});
