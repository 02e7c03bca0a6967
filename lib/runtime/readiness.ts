import { database } from "@/db/client";
import { countPendingMigrations } from "@/db/pending-migrations";
import { findSettingFaults } from "@/db/session-settings";
import { withDeadline } from "@/lib/shared/deadline";
import { isStopping } from "./lifecycle";

const DEADLINE_MS = 2_000;

/** Whether this process can do its work, and if not, why. */
export type Readiness =
  | { readonly ready: true }
  | { readonly ready: false; readonly reason: string };

/**
 * Looks whether this process should be sent requests: it isn't stopping, its database answers
 * within two seconds, has every migration of this release, and reads dates as it must. Never throws.
 */
export async function checkReadiness(): Promise<Readiness> {
  if (isStopping()) return { ready: false, reason: "This process is stopping." };
  try {
    const pending = await withDeadline(countPendingMigrations(database().read), DEADLINE_MS);
    if (pending === 0) return await checkSettings();
    const what = pending === 1 ? "1 migration is" : `${pending} migrations are`;
    return {
      ready: false,
      reason: `${what} pending: run npm run db:migrate, which can be done while this server runs.`,
    };
  } catch {
    return { ready: false, reason: "The database does not answer." };
  }
}

/** Another DateStyle makes every delivery fail with a 500. */
async function checkSettings(): Promise<Readiness> {
  const [fault] = await withDeadline(findSettingFaults(database().read), DEADLINE_MS);
  return fault === undefined ? { ready: true } : { ready: false, reason: fault };
}

const NO_STORE = { "cache-control": "no-store" };

/** `GET /api/live`: 200 as long as this process answers at all. */
export function answerLive(): Response {
  return Response.json({ live: true }, { headers: NO_STORE });
}

/** `GET /api/ready`: 200, or 503 with the reason in a sentence. */
export async function answerReady(): Promise<Response> {
  const readiness = await checkReadiness();
  return Response.json(readiness, { status: readiness.ready ? 200 : 503, headers: NO_STORE });
}

/** `GET /api/health`: what /api/ready says, in the form that earlier releases had. */
export async function answerHealth(): Promise<Response> {
  const { ready } = await checkReadiness();
  return Response.json({ healthy: ready }, { status: ready ? 200 : 503, headers: NO_STORE });
}
