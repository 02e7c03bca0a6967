import { execFileSync } from "node:child_process";
import { chownSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import type { PostgresPrograms } from "./postgres-user";
import { StartError } from "./start-error";

/**
 * Makes a data directory with its superuser, `postgres`.
 * @param password letters and digits only
 */
export function initialisePostgres(
  directory: string,
  password: string,
  programs: PostgresPrograms,
): void {
  // Beside its place, then renamed: an initdb that was interrupted leaves nothing half done.
  const fresh = `${directory}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  if (programs.user) chownSync(fresh, programs.user.uid, programs.user.gid);
  const passwordFile = `${directory}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (programs.user) chownSync(passwordFile, programs.user.uid, programs.user.gid);
  const { command, args, user } = programs.command("initdb", [
    ...["--pgdata", fresh, "--username", "postgres", "--pwfile", passwordFile],
    ...["--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync"],
    // Sorts and folds case alike on every machine, whatever locales are installed there.
    ...["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"],
  ]);
  try {
    execFileSync(command, args, { ...user, cwd: os.tmpdir(), stdio: "pipe" });
  } catch (error) {
    if (programs.removeAfter) rmSync(programs.removeAfter, { recursive: true, force: true });
    const said = (error as { stderr?: Buffer }).stderr?.toString() ?? String(error);
    throw new StartError(
      `PostgreSQL could not make its data directory ${directory}:\n${said.trim()}`,
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(fresh, directory);
}
