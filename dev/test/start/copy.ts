import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { readVariables } from "@/env";
import { prepareDistDir } from "../../dist-dir";
import { findFreePort } from "../../ports";
import { projectRoot } from "../../services";
import { testVariables } from "../variables";

/** Variables for a development copy of its own: other data, other ports, nothing of a .env. */
export async function makeCopyVariables(): Promise<Record<string, string>> {
  const home = mkdtempSync(path.join(os.tmpdir(), "credits-start-"));
  chmodSync(home, 0o711);
  return {
    ...testVariables(),
    DATA_DIR: path.join(home, "data"),
    PORT: String(await findFreePort()),
    STRIPE_EMULATOR_PORT: String(await findFreePort()),
    NEXTAUTH_SECRET: "",
    STRIPE_SECRET_KEY: "",
    STRIPE_WEBHOOK_SECRET_CREDITS: "",
  };
}

/** Removes what a copy leaves: its data, and what Next built for it in the checkout. */
export function removeCopy(dataDir: string): void {
  const built = prepareDistDir(dataDir);
  for (const file of built ? [built.distDir, built.tsconfigPath] : []) {
    rmSync(path.join(projectRoot, file), { recursive: true, force: true });
  }
  rmSync(path.dirname(dataDir), { recursive: true, force: true });
}

export interface Copy {
  readonly process: ChildProcess;
  /** All it has printed so far. */
  output(): string;
  /** Resolves when it has printed that it runs. @throws Error with its output when it ends before */
  running(): Promise<void>;
  ended(): Promise<number | null>;
}

function environment(variables: Record<string, string>): NodeJS.ProcessEnv {
  return { ...readVariables(), NODE_ENV: undefined, ...variables } as unknown as NodeJS.ProcessEnv;
}

/** Another command of package.json, without npm in front, to its end. */
export function runCommand(file: string, variables: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", file], {
    cwd: projectRoot,
    env: environment(variables),
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

/** `npm run dev`, without npm in front. */
export function startCopy(variables: Record<string, string>): Copy {
  const child = spawn(process.execPath, ["--import", "tsx", "dev/up.ts"], {
    cwd: projectRoot,
    env: environment(variables),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const printed = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        if (output.includes("Ctrl-C stops everything")) resolve();
      });
    }
    child.once("close", () => reject(new Error(`It ended before it ran:\n${output}`)));
  });
  const closed = once(child, "close").then(() => child.exitCode);
  // Both are asked for only by some tests.
  printed.catch(() => {});
  return { process: child, output: () => output, running: () => printed, ended: () => closed };
}
