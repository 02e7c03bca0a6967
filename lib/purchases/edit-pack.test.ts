import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { type PackInput, savePack } from "./edit-pack";
import { listPacks } from "./packs";

const INPUT: PackInput = {
  ...{ code: "trial", name: "Trial", description: "", credits: "10.5", price: "1.20" },
  ...{
    currency: "usd",
    creditsExpireAfterDays: "",
    maxPerPerson: "",
    discountPercent: "0",
    sortOrder: "5",
    popular: false,
    active: true,
  },
};

describe("an edited pack", () => {
  const db = useTestDatabase();
  const save = (input: Partial<PackInput>, id?: string) =>
    savePack(db().database, { id, input: { ...INPUT, ...input }, admin: newId() });

  it("is sold with exactly the amounts that were typed, and keeps its code", async () => {
    const added = await save({});
    expect(added).toMatchObject({ priceMinor: 120, code: "trial" });
    const changed = await save({ code: "other", credits: "20", price: "2" }, added.id);
    expect(changed).toMatchObject({ code: "trial", credits: wholeCredits(20), priceMinor: 200 });
    await expect(save({})).rejects.toMatchObject({ code: "conflict" });
  });

  it("says how long its credits last, or that they last for ever", async () => {
    const { id } = await save({ code: "year", creditsExpireAfterDays: "365" });
    expect(await save({ creditsExpireAfterDays: "30" }, id)).toMatchObject({
      creditsExpireAfterDays: 30,
    });
    expect(await save({ creditsExpireAfterDays: "" }, id)).toMatchObject({
      creditsExpireAfterDays: null,
    });
  });

  it("says how many a person may buy, or sets no limit", async () => {
    const { id } = await save({ code: "once", maxPerPerson: "1" });
    expect(await save({ maxPerPerson: "3" }, id)).toMatchObject({ maxPerPerson: 3 });
    expect(await save({ maxPerPerson: "" }, id)).toMatchObject({ maxPerPerson: null });
  });

  it("that is retired leaves the shop, and is still known", async () => {
    const { id } = await save({ code: "old", active: false });
    const read = db().database.read;
    expect((await listPacks(read)).map((pack) => pack.id)).not.toContain(id);
    expect((await listPacks(read, { includeInactive: true })).map((pack) => pack.id)).toContain(id);
  });

  it.each([
    ["code", "Has Space"],
    ["credits", "0"],
    ["credits", "1e9"],
    ["price", "-1"],
    ["price", "1.234"],
    ["currency", "dollar"],
    ["discountPercent", "100"],
    ["creditsExpireAfterDays", "0"],
    ["creditsExpireAfterDays", "1.5"],
    ["creditsExpireAfterDays", "36501"],
    ["maxPerPerson", "0"],
    ["maxPerPerson", "1001"],
    ["name", ""],
  ] as const)(
    "is refused with its field %s being %j, and nothing changes",
    async (field, value) => {
      const before = await listPacks(db().database.read, { includeInactive: true });
      await expect(save({ code: "bad", [field]: value })).rejects.toMatchObject({
        code: "invalid_input",
        extra: { fields: { [field]: expect.any(String) } },
      });
      expect(await listPacks(db().database.read, { includeInactive: true })).toEqual(before);
    },
  );
});
