import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { GENERATED_FILE, generateClient } from "./generated-file";

it("the client's types are those of today's API; npm run client:generate writes them", () => {
  expect(readFileSync(GENERATED_FILE, "utf8")).toBe(generateClient());
});
