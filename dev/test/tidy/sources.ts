import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** A file of the project, with its path from the root, always with forward slashes. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

const skipped = new Set([
  ...["node_modules", ".git", ".next", ".next-copies", "dist", ".data"],
  ...["test-results", "playwright-report"],
]);

/** Every file that people write, whether it is committed yet or not. */
export function listFiles(root: string, folder = ""): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(folder, entry.name);
    if (skipped.has(entry.name)) return [];
    return entry.isDirectory() ? listFiles(root, name) : [name];
  });
}

/** The files of code among them. */
export function readSources(root: string): Source[] {
  return listFiles(root)
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file) && file !== "next-env.d.ts")
    .map((file) => ({ path: file, text: readFileSync(path.join(root, file), "utf8") }));
}

/** Tests and what only tests use: they may reach into everything. */
export function isTest(file: string): boolean {
  return /\.(test|spec)\.tsx?$/.test(file) || /^dev\/test\/kits\//.test(file);
}

/** Code without its comments, so that a rule's own explanation doesn't break it. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
}
