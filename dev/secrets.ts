import { randomBytes } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const secrets = z.object({
  postgresPassword: z.string().regex(/^[0-9a-f]{32,}$/),
  /** Where the embedded PostgreSQL listened last, so that tools keep finding it. */
  postgresPort: z.number().int().optional(),
  nextauthSecret: z.string().min(32),
  ledgerSealKey: z.string().min(32),
  webhookSecret: z.string().startsWith("whsec_"),
  emulatorKey: z.string().startsWith("sk_test_"),
});

/** What a development copy made up for itself, kept so that a second start finds the first's data. */
export type Secrets = z.infer<typeof secrets>;

/** The secrets of a data directory; made, with file mode 600, when it has none. */
export function readSecrets(dataDir: string): Secrets {
  let stored: Record<string, unknown> = {};
  try {
    stored = JSON.parse(readFileSync(secretsFile(dataDir), "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  // Data of an earlier version lacks secrets that were added since.
  const made = { ...makeSecrets(), ...stored };
  const values = secrets.parse(made);
  if (Object.keys(made).length > Object.keys(stored).length) writeSecrets(dataDir, values);
  return values;
}

function makeSecrets(): Secrets {
  return {
    postgresPassword: randomBytes(16).toString("hex"),
    nextauthSecret: randomBytes(36).toString("base64url"),
    ledgerSealKey: randomBytes(36).toString("base64url"),
    webhookSecret: `whsec_${randomBytes(24).toString("hex")}`,
    emulatorKey: `sk_test_${randomBytes(24).toString("hex")}`,
  };
}

export function writeSecrets(dataDir: string, values: Secrets): void {
  // Renamed into place: a crash while writing must not lose the password of the data.
  const fresh = `${secretsFile(dataDir)}.new`;
  writeFileSync(fresh, `${JSON.stringify(values, null, 2)}\n`, { mode: 0o600 });
  renameSync(fresh, secretsFile(dataDir));
}

function secretsFile(dataDir: string): string {
  return path.join(dataDir, "secrets.json");
}
