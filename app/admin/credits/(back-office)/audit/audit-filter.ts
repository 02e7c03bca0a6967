import type { AuditFilter, StoredAuditEntry } from "@/lib/audit/list-audit-entries";
import { isId } from "@/lib/shared/ids";

const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ACTION = /^[a-z_.]{1,60}$/;

type Query = Partial<Record<"search" | "subject" | "from" | "to" | "before", string | undefined>>;

/** The filter that stands in an address; what can't be read filters nothing. */
export function readAuditFilter(query: Query): Omit<AuditFilter, "limit"> {
  const id = query.search?.trim() ?? "";
  return {
    ...(id && /^[\w.:-]{1,128}$/.test(id) && { anyId: id }),
    ...(query.subject && ACTION.test(query.subject) && { action: query.subject }),
    from: dayOf(query.from),
    to: dayOf(query.to, DAY_MS),
    before: readCursor(query.before),
  };
}

/** The place after a row, for the address of the next page. */
export function writeCursor({ at, id }: Pick<StoredAuditEntry, "at" | "id">): string {
  return `${at.toISOString()}_${id}`;
}

function readCursor(text: string | undefined): AuditFilter["before"] {
  const [time = "", id] = text?.split("_", 2) ?? [];
  const at = new Date(time);
  return isId(id) && !Number.isNaN(at.getTime()) ? { at, id } : undefined;
}

/** A day in UTC. @param addMs what is added, such as a day for an end that is included */
function dayOf(text: string | undefined, addMs = 0): Date | undefined {
  if (!text || !DAY.test(text)) return undefined;
  const at = new Date(`${text}T00:00:00Z`).getTime();
  return Number.isNaN(at) ? undefined : new Date(at + addMs);
}
