/**
 * Compiles server/ and every command of package.json that runs from TypeScript into dist/, which
 * runs with Node alone. Part of `npm run build`.
 */
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { projectRoot } from "./services";

const OUT = path.join(projectRoot, "dist");
const COMMAND = /^tsx ((?:db|lib)\/\S+\.ts)$/;

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly scripts: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(
  readFileSync(path.join(projectRoot, "package.json"), "utf8"),
) as Manifest;
const commands = Object.entries(manifest.scripts).flatMap(([name, script]) => {
  const source = COMMAND.exec(script)?.[1];
  // All in one folder, because modules look for db/migrations beside themselves.
  return source ? [{ name, source, file: name.replaceAll(":", "-") }] : [];
});

rmSync(OUT, { recursive: true, force: true });
await build({
  absWorkingDir: projectRoot,
  entryPoints: [
    ...["main", "web", "worker"].map((name) => ({ in: `server/${name}.ts`, out: name })),
    ...commands.map(({ source, file }) => ({ in: source, out: file })),
  ],
  outdir: OUT,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  packages: "external",
  sourcemap: true,
  sourcesContent: false,
  logLevel: "warning",
});
cpSync(path.join(projectRoot, "db/migrations"), path.join(OUT, "migrations"), { recursive: true });
writeFileSync(path.join(OUT, "package.json"), `${JSON.stringify(describeImage(), null, 2)}\n`);
console.log(`Compiled the server and ${commands.length} commands into dist/`);

/** package.json of an installation without sources: the same commands, compiled. */
function describeImage() {
  const node = "exec node --enable-source-maps";
  const { name, version, scripts } = manifest;
  const compiled = commands.map((command) => [command.name, `${node} dist/${command.file}.mjs`]);
  return {
    name,
    version,
    private: true,
    type: "module",
    scripts: { start: scripts.start, worker: scripts.worker, ...Object.fromEntries(compiled) },
  };
}
