import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../services";
import { findDependencyFaults, findEnvExampleFaults } from "./tidy/document-rules";
import examples from "./tidy/examples.json";
import {
  findBadName,
  findEnvironmentReads,
  findErrorsByClass,
  findForeignWrites,
  findLongFile,
  findTestFaults,
} from "./tidy/file-rules";
import { findCircles, findLargeRooms } from "./tidy/graph-rules";
import { findLockFaults } from "./tidy/lock-rules";
import { listFiles, readSources, type Source } from "./tidy/sources";
import { findForbiddenImports, findForbiddenPackages } from "./tidy/who-may-import";

const sources = readSources(projectRoot);
const read = (file: string) => readFileSync(path.join(projectRoot, file), "utf8");

interface Rule {
  readonly guarantee: string;
  readonly find: (source: Source) => string[];
  readonly shown: { readonly broken: readonly Source[]; readonly fine: readonly Source[] };
}

const rules: readonly Rule[] = [
  {
    guarantee: "every folder imports only what the house allows",
    find: findForbiddenImports,
    shown: examples.imports,
  },
  {
    guarantee: "the Stripe SDK and Next are used in their place only",
    find: findForbiddenPackages,
    shown: examples.packages,
  },
  {
    guarantee: "env/ is the only reader of the environment",
    find: findEnvironmentReads,
    shown: examples.environment,
  },
  {
    guarantee: "the ledger's and the purchases' tables are written in their rooms only",
    find: findForeignWrites,
    shown: examples.writes,
  },
  {
    guarantee: "errors are recognised across bundles",
    find: findErrorsByClass,
    shown: examples.errorClasses,
  },
  {
    guarantee: "tests run all, replace nothing and never sleep",
    find: findTestFaults,
    shown: examples.tests,
  },
  {
    guarantee: "every name is kebab-case",
    find: (source) => findBadName(source.path),
    shown: examples.names,
  },
];

describe.each(rules)("$guarantee", ({ find, shown }) => {
  it("in the whole project", () => {
    expect(sources.flatMap(find)).toEqual([]);
  });

  it.each(shown.broken)("and this would be found: $path $text", (source) => {
    expect(find(source)).not.toEqual([]);
  });

  it.each(shown.fine)("and this is fine: $path $text", (source) => {
    expect(find(source)).toEqual([]);
  });
});

describe("every file can be read in one go", () => {
  it("in the whole project", () => {
    expect(sources.flatMap(findLongFile)).toEqual([]);
  });

  it("and one of 301 lines would be found", () => {
    expect(findLongFile({ path: "lib/a.ts", text: "x\n".repeat(301) })).toHaveLength(1);
    expect(findLongFile({ path: "lib/a.ts", text: "x\n".repeat(300) })).toEqual([]);
  });
});

describe("files don't import each other in a circle", () => {
  it("in the whole project", () => {
    expect(findCircles(sources)).toEqual([]);
  });

  it("and a circle of three would be found, one of types alone would not", () => {
    const circle = (kind: string) => [
      { path: "lib/a.ts", text: 'import { b } from "./b";' },
      { path: "lib/b.ts", text: 'import { c } from "./c";' },
      { path: "lib/c.ts", text: `import ${kind}{ a } from "@/lib/a";` },
    ];
    expect(findCircles(circle(""))).toEqual(["lib/a → lib/b → lib/c → lib/a is a circle."]);
    expect(findCircles(circle("type "))).toEqual([]);
  });
});

describe("no room of lib holds more than a quarter of it, the ledger a third", () => {
  it("in the whole project", () => {
    expect(findLargeRooms(sources)).toEqual([]);
  });

  it("and a room of half would be found", () => {
    const room = (name: string, lines: number) => ({
      path: `lib/${name}/file.ts`,
      text: "x\n".repeat(lines),
    });
    const rooms = [room("a", 10), room("b", 20), room("c", 20), room("d", 20), room("ledger", 30)];
    expect(findLargeRooms(rooms)).toEqual([]);
    expect(findLargeRooms([...rooms, room("e", 100)])).toEqual([
      "lib/e holds 49 % of lib; open it into rooms of its own.",
    ]);
  });
});

it("names of other files are kebab-case too", () => {
  expect(listFiles(projectRoot).flatMap(findBadName)).toEqual([]);
});

describe(".env.example is the list of all settings", () => {
  it("with exactly the variables of env/index.ts, each with a sentence", () => {
    expect(findEnvExampleFaults(read("env/schema.ts"), read(".env.example"))).toEqual([]);
  });

  it("and a missing, unknown or unexplained one would be found", () => {
    const env = "z.object({\n  PORT: port(3000),\n  APP_URL: url,\n})";
    const faults = findEnvExampleFaults(env, "# The port it listens on.\nPORT=1\nOLD=\n");
    expect(faults).toEqual([
      ".env.example lacks APP_URL.",
      "env/index.ts knows no OLD.",
      ".env.example says nothing about OLD.",
    ]);
  });
});

describe("docs/dependencies.md explains every dependency", () => {
  it("and no other", () => {
    expect(findDependencyFaults(read("package.json"), read("docs/dependencies.md"))).toEqual([]);
  });

  it("and a missing or dropped one would be found", () => {
    const manifest = JSON.stringify({ dependencies: { a: "1" }, devDependencies: { b: "1" } });
    expect(findDependencyFaults(manifest, "| `a` | x |\n| `c` | x |\n")).toEqual([
      "docs/dependencies.md lacks b.",
      "docs/dependencies.md describes c, which is no dependency.",
    ]);
  });
});

describe("npm ci installs from package-lock.json on every platform, with npm 10 and 11", () => {
  it("since it has every package that is needed, and no registry's address", () => {
    expect(findLockFaults(read("package-lock.json"))).toEqual([]);
  });

  it("and a missing binary or an address would be found", () => {
    const packages = {
      "": { dependencies: { a: "1" } },
      "node_modules/a": { optionalDependencies: { b: "1", c: "1" } },
      "node_modules/a/node_modules/b": { version: "1", resolved: "https://registry.example/b" },
    };
    expect(findLockFaults(JSON.stringify({ packages }))).toEqual([
      "package-lock.json lacks c, which node_modules/a needs.",
      "package-lock.json names the address of node_modules/a/node_modules/b; registries differ.",
    ]);
  });
});
