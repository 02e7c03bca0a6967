import { readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "@/dev/services";
import { listFiles } from "@/dev/test/tidy/sources";

/** A server action, a page or a route handler, as it stands in the source. */
export interface Door {
  readonly file: string;
  readonly name: string;
  readonly code: string;
}

/** What a server action asks of who calls it. */
export interface Guard {
  /** A sign-in within the last ten minutes. */
  readonly recent: boolean;
  /** The permission; undefined when being signed in is enough. */
  readonly permission: string | undefined;
}

const files = listFiles(projectRoot).filter((file) => file.startsWith("app/"));
const read = (file: string) => readFileSync(path.join(projectRoot, file), "utf8");

/** Every file of app. */
export function listAppFiles(): readonly string[] {
  return files;
}

/** Every exported function of the files that hold server actions. */
export function listActions(): Door[] {
  return files
    .filter((file) => /\.tsx?$/.test(file) && /^["']use server["']/.test(read(file).trimStart()))
    .flatMap((file) => {
      const parts = read(file).split(/^export async function /m);
      return parts.slice(1).map((part) => ({
        file,
        name: /^\w+/.exec(part)?.[0] ?? "",
        // To the end of this function: what stands after it is another's.
        code: part.slice(0, part.indexOf("\n}\n") + 1 || undefined),
      }));
    });
}

/** Every page and route handler. */
export function listPages(): Door[] {
  return files
    .filter((file) => /\/(page|route)\.tsx?$/.test(file))
    .map((file) => ({ file, name: file, code: read(file) }));
}

/** @returns undefined for an action that anybody may call */
export function guardOf({ code }: Door): Guard | undefined {
  const call = /\brequire(Recent)?Actor\(((?:[^()]|\([^()]*\))*)\)/.exec(code);
  if (!call) return undefined;
  return { recent: Boolean(call[1]), permission: /"([a-z_]+\.[a-z_]+)"/.exec(call[2] ?? "")?.[1] };
}

/**
 * Every address of the tree.
 * @param fill what stands in the place of [id] and its like, in turn
 */
export function listAddresses(fill: readonly string[]): string[] {
  return listPages().flatMap(({ file }) => {
    const address = addressOf(path.dirname(file).slice("app/".length));
    return address.includes("[")
      ? fill.map((id) => address.replace(/\[+[^\]]+\]+/, encodeURIComponent(id)))
      : [address];
  });
}

/** The address of a folder of app: groups in brackets have none. */
export function addressOf(folder: string): string {
  const parts = folder.split("/").filter((part) => part && part !== "." && !/^\(.*\)$/.test(part));
  return `/${parts.join("/")}`;
}
