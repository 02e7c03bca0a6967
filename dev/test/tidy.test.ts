import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../services";
import { findDependencyFaults, findEnvExampleFaults } from "./tidy/document-rules";
import examples from "./tidy/examples.json";
import {
  findBadName,
  findEnvironmentReads,
  findLedgerWrites,
  findLongFile,
  findTestFaults,
} from "./tidy/file-rules";
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
    guarantee: "env/index.ts is the only reader of the environment",
    find: findEnvironmentReads,
    shown: examples.environment,
  },
  {
    guarantee: "only lib/ledger writes the ledger's tables",
    find: findLedgerWrites,
    shown: examples.ledgerWrites,
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
