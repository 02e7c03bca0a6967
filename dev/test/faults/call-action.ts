import { readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../../services";
import { addressOf, type Door, type Guard, guardOf, listActions } from "../kits/app/doors";

interface Manifest {
  readonly node: Readonly<
    Record<
      string,
      {
        readonly exportedName: string;
        readonly filename: string;
        readonly workers: Readonly<Record<string, unknown>>;
      }
    >
  >;
}

/** A server action of the build: its id, where it stands, and a page that has it. */
export interface BuiltAction {
  readonly id: string;
  readonly name: string;
  readonly file: string;
  /** The page's address, with [id] and its like still in it. */
  readonly page: string;
  /** As its source says; undefined when the source isn't one of `listActions`. */
  readonly source: Door | undefined;
  readonly guard: Guard | undefined;
}

/** Every server action that the build offers, whoever wrote it and wherever. */
export function listBuiltActions(): BuiltAction[] {
  const file = path.join(projectRoot, ".next/server/server-reference-manifest.json");
  const { node } = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  const sources = listActions();
  return Object.entries(node).map(([id, { exportedName: name, filename, workers }]) => {
    const [worker = "app/page"] = Object.keys(workers);
    const source = sources.find((door) => door.name === name && door.file === filename);
    const page = addressOf(path.posix.dirname(worker).replace(/^app\/?/, ""));
    return { id, name, file: filename, page, source, guard: source && guardOf(source) };
  });
}

interface Call {
  readonly base: string;
  readonly cookie: string;
  readonly fields: Readonly<Record<string, string>>;
  /** What stands in the place of [id] in the page's address. */
  readonly id: string;
}

/** Calls an action as a form of ours does: with its state, and fields. */
export function callAction(
  { id: actionId, page }: BuiltAction,
  { base, cookie, fields, id }: Call,
): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(`_1_${name}`, value);
  // Last, as React sends it: the server takes the fields that came before.
  body.set("0", '[{"done":false},"$K1"]');
  return fetch(base + page.replace(/\[[^\]]+\]/, encodeURIComponent(id)), {
    method: "POST",
    headers: { cookie, origin: base, "next-action": actionId, accept: "text/x-component" },
    body,
    redirect: "manual",
  });
}
