import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/dev/test/database";
import { bytesArray, nestedArray, plainArray, runPrepared, textArray } from "./prepared";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

/** What PostgreSQL reads an array parameter as. */
async function read(array: string, type: string): Promise<unknown[]> {
  const rows = await runPrepared<{ value: unknown }>(
    db.database.read,
    `select value from unnest($1::${type}[]) with ordinality as row(value, place) order by place`,
    [array],
  );
  return rows.map(({ value }) => value);
}

describe("array parameters", () => {
  it("bring every text as it is: quotes, commas, braces, line breaks, NULL, nothing", async () => {
    const text = fc.string({ unit: "grapheme" }).filter((given) => !given.includes("\0"));
    const special = fc.constantFrom("", "NULL", "null", "{}", ",", '"', "\\", "a\nb", " ");
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(text, special)), async (texts) => {
        expect(await read(textArray(texts), "text")).toEqual(texts);
      }),
      { numRuns: 50 },
    );
  });

  it("bring ids, numbers and nothing; bytes; and arrays as text", async () => {
    expect(await read(plainArray([1n, null, -5]), "bigint")).toEqual(["1", null, "-5"]);
    expect(await read(bytesArray(["00ff", null]), "bytea")).toEqual([Buffer.from([0, 255]), null]);
    expect(await read(nestedArray([[1, 2], []]), "text")).toEqual(["{1,2}", "{}"]);
  });
});
