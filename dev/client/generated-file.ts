import { execFileSync } from "node:child_process";
import path from "node:path";
import { describeApi } from "@/lib/api/openapi";
import { projectRoot } from "../services";
import { type ApiDocument, generateTypes } from "./generate-types";

export const GENERATED_FILE = path.join(projectRoot, "packages/client/generated.ts");

/** What the generated file of the client should hold, formatted as every other file. */
export function generateClient(): string {
  // The address of an installation is in none of the types.
  const api = JSON.stringify(describeApi("http://localhost:3000"));
  const types = generateTypes(JSON.parse(api) as ApiDocument);
  const biome = path.join(projectRoot, "node_modules/@biomejs/biome/bin/biome");
  const flags = ["format", `--stdin-file-path=${GENERATED_FILE}`];
  return execFileSync(process.execPath, [biome, ...flags], { input: types, encoding: "utf8" });
}
