/**
 * npx tsx dev/assemble-image.ts FOLDER: copies what an installation needs, and nothing else, out
 * of a build made with NEXT_PRIVATE_STANDALONE=1. Used by the Dockerfile.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { nodeFileTrace } from "@vercel/nft";
import { projectRoot } from "./services";

const [target] = process.argv.slice(2);
const standalone = path.join(projectRoot, ".next", "standalone");
if (!target || !existsSync(standalone)) {
  console.error(
    "Usage: tsx dev/assemble-image.ts FOLDER, after NEXT_PRIVATE_STANDALONE=1 npm run build",
  );
  process.exit(1);
}
const out = path.resolve(target);
mkdirSync(out, { recursive: true });

/** Symbolic links are kept: a package manager may lay packages out by them. */
function copy(from: string, to = from): void {
  const source = path.join(projectRoot, from);
  if (existsSync(source)) {
    cpSync(source, path.join(out, to), { recursive: true, verbatimSymlinks: true });
  }
}

// What Next needs, as Next itself found out.
cpSync(standalone, out, { recursive: true, verbatimSymlinks: true });
for (const unused of ["server.js", "package.json", "next.config.ts"]) {
  rmSync(path.join(out, unused), { force: true });
}
copy(".next/static");
copy("public");
copy("dist");
copy("dist/package.json", "package.json");

// What the server and the commands need beside it. Next's own files are all there.
const dist = path.join(projectRoot, "dist");
const entries = readdirSync(dist).filter((file) => file.endsWith(".mjs"));
const { fileList } = await nodeFileTrace(
  entries.map((file) => path.join(dist, file)),
  {
    base: projectRoot,
    ignore: (file) => /^node_modules\/(next|@next|react|react-dom)\//.test(file),
  },
);
for (const file of fileList) if (file.startsWith("node_modules/")) copy(file);
copy("node_modules/@next/env");
// Found at run time by its package, which no tracing sees: the font of receipts.
copy("node_modules/dejavu-fonts-ttf");
