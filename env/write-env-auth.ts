import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";

/**
 * Sets a variable in the text of an .env file. The last assignment counts for a reader, so that one
 * is replaced; every other line stays as it is.
 */
export function setVariable(text: string, name: string, value: string): string {
  const assignment = `${name}=${value}`;
  const lines = text.split("\n");
  const last = lines.findLastIndex((line) =>
    new RegExp(`^\\s*(export\\s+)?${name}\\s*[=:]`).test(line),
  );
  if (last >= 0) return lines.with(last, assignment).join("\n");
  const ended = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  return `${ended}${assignment}\n`;
}

/**
 * Writes a variable into .env.auth, readable by its owner only. It is written beside the file first,
 * so that a full disk loses none of the other secrets.
 */
export function writeEnvAuth(file: string, name: string, value: string): void {
  const old = existsSync(file) ? readFileSync(file, "utf8") : "";
  const fresh = `${file}.new`;
  rmSync(fresh, { force: true });
  writeFileSync(fresh, setVariable(old, name, value), { mode: 0o600 });
  try {
    renameSync(fresh, file);
  } catch (error) {
    // A file that is mounted into a container can be written, but not replaced.
    if ((error as NodeJS.ErrnoException).code !== "EBUSY") throw error;
    copyFileSync(fresh, file);
    chmodSync(file, 0o600);
    rmSync(fresh);
  }
}

/** Whether `writeEnvAuth` can work: to be asked before a secret is made that is told only once. */
export function canWriteEnvAuth(file: string): boolean {
  try {
    if (existsSync(file)) accessSync(file, constants.W_OK);
    accessSync(path.dirname(file), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
