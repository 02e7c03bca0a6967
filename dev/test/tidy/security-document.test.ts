import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../../services";

const read = (file: string) => readFileSync(path.join(projectRoot, file), "utf8");
const rows = [...read("docs/security.md").matchAll(/`([^`]+\.(?:test|spec)\.ts)`: "(.+?)" *\|$/gm)];

describe("each line of the ASVS table in docs/security.md names a test that is there", () => {
  it("and there are lines", () => {
    expect(rows.length).toBeGreaterThan(30);
  });

  it.each(rows.map(([, file = "", name = ""]) => [file, name]))("%s: %s", (file, name) => {
    expect(read(file)).toContain(name);
  });
});
