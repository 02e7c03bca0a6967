/** npm run rates:import FILE -- [--service llm] [--credits-per-usd 100] [--markup PERCENT] [--dry-run] */
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { z } from "zod";
import { closeDatabase, database } from "@/db/client";
import { explain } from "@/lib/shared/cli";
import { ProductError } from "@/lib/shared/errors";
import { type ImportTerms, importRates } from "./import-rates";

/** What a dollar buys in the smallest pack. */
const CREDITS_PER_USD = "100";
const DECIMAL = /^\d{1,9}(\.\d{1,6})?$/;

async function main(): Promise<string> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      service: { type: "string", default: "llm" },
      "credits-per-usd": { type: "string", default: CREDITS_PER_USD },
      markup: { type: "string" },
      "dry-run": { type: "boolean", default: false },
    },
  });
  const [file] = positionals;
  if (!file) throw usage("Name the file: npm run rates:import model_prices.json");
  for (const text of [values["credits-per-usd"], values.markup ?? "0"]) {
    if (!DECIMAL.test(text)) throw usage(`${text} is not a decimal such as 12.5.`);
  }
  const dryRun = values["dry-run"];
  const done = await run(file, {
    ...{ service: values.service, creditsPerUsd: values["credits-per-usd"] },
    ...{ markupPercent: values.markup, actor: dryRun ? undefined : "cli" },
  });
  const { added, changed, same, withoutPrice } = done;
  return [
    `${added} models added, ${changed} changed, ${same} had these prices already, ${withoutPrice} have no price and were left out.`,
    ...(dryRun ? ["Nothing was changed (--dry-run)."] : []),
  ].join(" ");
}

async function run(file: string, terms: ImportTerms & { actor: string | undefined }) {
  try {
    return await importRates(database(), { ...terms, text: await readFile(file, "utf8") });
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) {
      throw usage(`${file} is not LiteLLM's price list. Nothing was changed.`);
    }
    if (Object(error).code === "ENOENT") throw usage(`There is no file ${file}.`);
    throw error;
  }
}

function usage(detail: string): ProductError {
  return new ProductError("invalid_input", { detail });
}

try {
  console.log(await main());
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
} finally {
  await closeDatabase();
}
