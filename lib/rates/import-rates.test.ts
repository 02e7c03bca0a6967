import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { importRates } from "./import-rates";
import { listRates, listVersions } from "./list-rates";

const db = useTestDatabase();
const list = (inputCost: number) =>
  JSON.stringify({
    sample_spec: { input_cost_per_token: 1 },
    large: { input_cost_per_token: inputCost, output_cost_per_token: 0.00001 },
    small: { input_cost_per_token: 0.0000001 },
    free: { mode: "chat" },
  });
const run = (text: string, actor: string | undefined) =>
  importRates(db().database, { text, service: "llm", creditsPerUsd: "100", actor });

describe("importing a price list", () => {
  it("says what it would change, and changes that and nothing else", async () => {
    const first = { added: 2, changed: 0, same: 0, withoutPrice: 1 };
    expect(await run(list(0.000001), undefined)).toEqual(first);
    expect(await listRates(db().database.read, { limit: 10 })).toEqual([]);
    expect(await run(list(0.000001), "admin")).toEqual(first);
    const again = { added: 0, changed: 1, same: 1, withoutPrice: 1 };
    expect(await run(list(0.000002), undefined)).toEqual(again);
    expect(await run(list(0.000002), "admin")).toEqual(again);
    const versions = await listVersions(db().database.read, "llm", "large", 10);
    expect(versions.map(({ version, createdBy }) => [version, createdBy])).toEqual([
      [2, "admin"],
      [1, "admin"],
    ]);
  });

  it("is listed by service and model, page by page, by the beginning of a model", async () => {
    const read = db().database.read;
    const first = await listRates(read, { limit: 1 });
    expect(first).toMatchObject([{ service: "llm", model: "large" }]);
    expect(await listRates(read, { limit: 5, after: first[0] })).toMatchObject([
      { model: "small" },
    ]);
    expect(await listRates(read, { limit: 5, search: "SM" })).toMatchObject([{ model: "small" }]);
    expect(await listRates(read, { limit: 5, search: "%" })).toEqual([]);
  });
});
