import { describe, expect, it } from "vitest";
import { renderLowBalance } from "./render";

describe("the notice of a low balance", () => {
  const given = { name: "Bea", threshold: "100", packsUrl: "https://shop.example/credits" };

  it("says what is left, and where to buy more", async () => {
    const { subject, html, text } = await renderLowBalance({
      ...given,
      credits: "42",
      inDebt: false,
    });
    expect(subject).toBe("Low balance: 42 credits left");
    for (const body of [html, text]) expect(body).toContain("https://shop.example/credits");
    expect(text).toContain("running low");
  });

  it("says in debt what is owed, and that nothing can be spent until then", async () => {
    const { subject, text } = await renderLowBalance({ ...given, credits: "1,600", inDebt: true });
    expect(subject).toBe("You owe 1,600 credits");
    expect(text).toContain("nothing can be spent until the next purchase");
    expect(text).not.toContain("credits left");
  });
});
