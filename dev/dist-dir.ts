import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "./services";

export interface DistDir {
  readonly distDir: string;
  readonly tsconfigPath: string;
}

/**
 * Where Next builds for a data directory. Two development copies in one checkout can't share a
 * build directory, so that all but the one on `.data` get their own, with a tsconfig.json to which
 * Next adds the types it generates there.
 * @returns undefined for the usual `.next`
 */
export function prepareDistDir(dataDir: string): DistDir | undefined {
  if (dataDir === path.join(projectRoot, ".data")) return undefined;
  const digest = createHash("sha256").update(dataDir).digest("hex").slice(0, 8);
  const distDir = `.next-copies/${digest}`;
  // Beside the build directory, not in it: there Turbopack doesn't look.
  const tsconfigPath = `${distDir}.tsconfig.json`;
  if (!existsSync(path.join(projectRoot, tsconfigPath))) {
    mkdirSync(path.join(projectRoot, distDir), { recursive: true });
    writeFileSync(path.join(projectRoot, tsconfigPath), '{ "extends": "../tsconfig.json" }\n');
  }
  return { distDir, tsconfigPath };
}
