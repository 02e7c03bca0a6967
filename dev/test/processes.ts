import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Command lines of the running processes in whose command line or environment a text occurs. */
export function findProcesses(text: string): string[] {
  if (!existsSync("/proc/self/cmdline")) {
    const lines = execFileSync("ps", ["-Eaxo", "command"], { encoding: "utf8" }).split("\n");
    return lines.filter((line) => line.includes(text) && !line.includes("ps -Eaxo"));
  }
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => ["cmdline", "environ"].some((file) => read(pid, file).includes(text)))
    .map((pid) => `${pid} ${read(pid, "cmdline").replaceAll("\0", " ")}`);
}

/** A process that ended meanwhile, or is only waiting to be reaped, has neither. */
function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
