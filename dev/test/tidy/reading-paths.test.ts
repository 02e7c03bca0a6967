import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readImports } from "./imports";

const text = readFileSync("ARCHITECTURE.md", "utf8");

/** The files of a numbered list of ARCHITECTURE.md, in their order. */
function listUnder(title: string): string[] {
  const [, after = ""] = text.split(`**${title}**`);
  const [list = ""] = after.trimStart().split("\n\n");
  return [...list.matchAll(/^\d+\. `([^`]+)`/gm)].map(([, file = ""]) => file);
}

/** What a file imports, and what an index.ts that it imports does. */
function reach(file: string): string[] {
  const direct = readImports({ path: file, text: readFileSync(file, "utf8") })
    .filter(({ own }) => own)
    .map(({ target }) => target);
  const indexes = direct.map((target) => `${target}/index.ts`).filter(existsSync);
  return [...direct, ...indexes.flatMap(reach)];
}

describe.each([
  ["From the webhook's URL to its SQL", 20],
  ["From the click on Refund to its SQL", 15],
])("%s", (title, most) => {
  const files = listUnder(title);

  it(`a reader opens at most ${most} files`, () => {
    expect(files.length).toBeGreaterThan(10);
    expect(files.length).toBeLessThanOrEqual(most);
  });

  it("each file is reached from one that was opened before it, and the last one writes", () => {
    for (const [place, file] of files.entries()) {
      if (place === 0) continue;
      const reached = files.slice(0, place).flatMap(reach);
      expect(reached, `${file} is not imported by a file above it`).toContain(
        file.replace(/\.ts$/, ""),
      );
    }
    expect(readFileSync(files.at(-1) ?? "", "utf8")).toMatch(/insert into/i);
  });
});
