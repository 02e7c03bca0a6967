import { describe, expect, it, vi } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { listRates } from "./list-rates";
import { readLiteLlmPrices } from "./litellm";
import { createRateLookup, putRate } from "./rates";
import { type RateTerms, rateTerms } from "./terms";

const db = useTestDatabase();
const terms = (price: string): RateTerms => rateTerms.parse({ prices: { calls: { price } } });
const put = (service: string, model: string, given: RateTerms | null) =>
  putRate(db().database, { service, model, terms: given, actor: "test" });

describe("rates", () => {
  it("have a new version for each change, and none for the same again", async () => {
    expect(await put("a", "m", terms("1"))).toEqual({ version: 1, changed: true });
    expect(await put("a", "m", terms("1"))).toEqual({ version: 1, changed: false });
    expect(await put("a", "m", terms("2"))).toEqual({ version: 2, changed: true });
    expect(await listRates(db().database.read, { limit: 100 })).toContainEqual(
      expect.objectContaining({ service: "a", model: "m", version: 2, terms: terms("2") }),
    );
  });

  it("are found a second after a change at the latest", async () => {
    await put("b", "m", terms("1"));
    const find = createRateLookup(db().database.read);
    expect(await find("b", "m")).toMatchObject({ version: 1 });
    await put("b", "m", terms("2"));
    await vi.waitFor(async () => expect(await find("b", "m")).toMatchObject({ version: 2 }), 1_500);
  });

  it("of a default price the other models of the service, and no other service", async () => {
    const find = createRateLookup(db().database.read);
    await expect(find("c", "m")).rejects.toMatchObject({ code: "not_found" });
    await put("d", "*", terms("3"));
    expect(await find("d", "m")).toMatchObject({ model: "*", version: 1 });
    await put("d", "own", terms("1"));
    expect(await find("d", "own")).toMatchObject({ model: "own" });
  });

  it("end with a version without terms", async () => {
    await put("e", "m", terms("1"));
    expect(await put("e", "m", null)).toEqual({ version: 2, changed: true });
    await expect(createRateLookup(db().database.read)("e", "m")).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await put("e", "m", terms("1"))).toEqual({ version: 3, changed: true });
  });

  it("are changed by one of two who change them at once", async () => {
    const both = await Promise.allSettled([put("f", "m", terms("1")), put("f", "m", terms("2"))]);
    const done = both.filter(({ status }) => status === "fulfilled");
    expect(done.length).toBeGreaterThan(0);
    const found = await createRateLookup(db().database.read)("f", "m");
    expect(found.version).toBe(done.length);
  });
});

describe("LiteLLM's price list", () => {
  const read = (list: unknown, creditsPerUsd = "100") =>
    readLiteLlmPrices(JSON.stringify(list), creditsPerUsd);

  it("becomes exact prices per million tokens in credits", () => {
    const { rates } = read({
      sample_spec: { input_cost_per_token: 1 },
      "gpt-x": {
        input_cost_per_token: 2.5e-6,
        cache_read_input_token_cost: 1.25e-6,
        output_cost_per_token: 0.00001,
        input_cost_per_token_above_200k_tokens: 5e-6,
        output_cost_per_token_above_200k_tokens: 1.5e-5,
        litellm_provider: "x",
        mode: "chat",
      },
      "img-x": { output_cost_per_image: 0.04 },
    });
    const per = 1_000_000;
    const by = "input_tokens";
    expect(rates).toEqual([
      {
        model: "gpt-x",
        terms: {
          prices: {
            input_tokens: { price: "250", per, tiers: [{ above: 200_000, price: "500", by }] },
            cached_input_tokens: { price: "125", per },
            output_tokens: { price: "1000", per, tiers: [{ above: 200_000, price: "1500", by }] },
          },
        },
      },
      { model: "img-x", terms: { prices: { images: { price: "4", per: 1 } } } },
    ]);
  });

  it("is the number as it is written, and not the float near it", () => {
    const { rates } = read(
      { m: { input_cost_per_token: 7.5e-8 }, n: { input_cost_per_token: 1.1e-7 } },
      "1",
    );
    const price = (model: string) =>
      rates.find((rate) => rate.model === model)?.terms.prices.input_tokens?.price;
    expect([price("m"), price("n")]).toEqual(["0.075", "0.11"]);
  });

  it("names models without a price, and refuses a file of another kind", () => {
    expect(read({ free: { input_cost_per_token: 0, mode: "chat" } })).toEqual({
      rates: [],
      withoutPrice: ["free"],
    });
    expect(() => read([])).toThrow();
    expect(() => readLiteLlmPrices("no json", "100")).toThrow();
  });
});
