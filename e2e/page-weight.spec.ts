import { expect, test } from "@playwright/test";
import {
  MAX_CREDITS_ABOVE_LANDING_KB,
  MAX_LANDING_KB,
  measurePage,
} from "@/dev/bench/measure-page";
import { signUp } from "./support/journey";

test("the first pages stay light, and nothing on them shifts", async ({ page, baseURL }) => {
  const landing = await measurePage(page, `${baseURL}/`);
  await signUp(page);
  const credits = await measurePage(page, `${baseURL}/admin/credits`);
  expect(landing.scriptKb).toBeLessThan(MAX_LANDING_KB);
  expect(credits.scriptKb - landing.scriptKb).toBeLessThan(MAX_CREDITS_ABOVE_LANDING_KB);
  expect([landing.cls, credits.cls]).toEqual([0, 0]);
});
