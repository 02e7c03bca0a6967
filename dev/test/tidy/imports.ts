import path from "node:path";
import { type Source, withoutComments } from "./sources";

export interface Import {
  /** A path from the root for our own files (without an extension), else the name in quotes. */
  readonly target: string;
  readonly own: boolean;
  readonly typeOnly: boolean;
}

const statement =
  /\b(?:import|export)\s+(type\s)?\s*((?:[\w$*{}\s,]|\btype\b)*?)(?:\bfrom\s*)?["']([^"'\n]+)["']/g;
const dynamic = /\bimport\(\s*["']([^"'\n]+)["']/g;

/** What a file imports or exports from elsewhere. */
export function readImports(source: Source): Import[] {
  const text = withoutComments(source.text);
  return [
    ...[...text.matchAll(statement)].map(([, type, names = "", name = ""]) =>
      resolve(source.path, name, Boolean(type) || onlyTypes(names)),
    ),
    ...[...text.matchAll(dynamic)].map(([, name = ""]) => resolve(source.path, name, false)),
  ];
}

function onlyTypes(names: string): boolean {
  const list = /^\s*\{([^}]*)\}\s*$/.exec(names)?.[1]?.split(",") ?? [];
  const named = list.map((name) => name.trim()).filter(Boolean);
  return named.length > 0 && named.every((name) => name.startsWith("type "));
}

function resolve(from: string, name: string, typeOnly: boolean): Import {
  if (name.startsWith("@/")) return { target: name.slice(2), own: true, typeOnly };
  if (!name.startsWith(".")) return { target: name, own: false, typeOnly };
  const target = path.posix.join(path.posix.dirname(from), name).replace(/\.(ts|tsx|mjs|js)$/, "");
  return { target, own: true, typeOnly };
}
