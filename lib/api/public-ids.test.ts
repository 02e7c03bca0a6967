import fc from "fast-check";
import { expect, it } from "vitest";
import { parseEntryId, parseHoldId, toEntryId, toHoldId } from "./public-ids";

it("ids of entries and holds come back unchanged, and no other text is read as one", () => {
  fc.assert(
    fc.property(
      fc.uuid(),
      fc.uuid(),
      fc.integer({ min: 1, max: 2 ** 40 }),
      (accountId, holdId, seq) => {
        expect(parseEntryId(toEntryId({ accountId, seq }))).toEqual({ accountId, seq });
        expect(parseHoldId(toHoldId({ accountId, holdId }))).toEqual({ accountId, holdId });
      },
    ),
  );
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^(ent|hold)_[\w-]{20,50}$/)), (text) => {
      const entry = parseEntryId(text);
      const hold = parseHoldId(text);
      if (entry) expect(toEntryId(entry)).toBe(text);
      if (hold) expect(toHoldId(hold)).toBe(text);
    }),
  );
});
