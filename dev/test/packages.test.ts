import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { projectRoot } from "../services";

interface Manifest {
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

function readDependencies(folder: string): Record<string, string> {
  const file = path.join(projectRoot, folder, "package.json");
  const manifest: Manifest = JSON.parse(readFileSync(file, "utf8"));
  return { ...manifest.devDependencies, ...manifest.dependencies };
}

it.each(readdirSync(path.join(projectRoot, "packages")))(
  "packages/%s names the versions that the project installs and is tested with",
  (name) => {
    expect(readDependencies(".")).toMatchObject(readDependencies(`packages/${name}`));
  },
);
