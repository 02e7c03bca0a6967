import { expect, test } from "@playwright/test";

test("whoever runs or uses the product finds the guides in it, with search, links and pictures", async ({
  page,
}) => {
  await page.goto("/");
  await page.getByRole("link", { name: "Documentation" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Documentation" })).toBeVisible();

  await page.getByRole("searchbox").fill("backup");
  await page.getByRole("button", { name: "Search" }).click();
  const results = page.getByRole("region", { name: "Results" });
  await expect(results).toContainText("results for “backup”");
  await results.getByRole("listitem").first().getByRole("link").click();
  await expect(page).toHaveURL(/\/docs\/operations#/);

  await page.goto("/docs?q=spend");
  const operation = page.getByRole("link", { name: "POST /api/v1/credits/spend", exact: true });
  await expect(operation).toHaveAttribute("href", /^\/docs\/api#/);

  await page.goto("/docs/console");
  const picture = page.getByRole("img", { name: /The overview/ });
  await picture.scrollIntoViewIfNeeded();
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(100);
  await page.getByRole("link", { name: "reconciliation" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Reconciliation" })).toBeVisible();

  expect((await page.request.get("/docs/testing")).status()).toBe(404);
});
