import { findUserByEmail } from "@/lib/access/users";
import type { Db } from "@/lib/runtime/database";
import { readAuditFilter } from "./audit-filter";

/** The filter of an address; an e-mail in it stands for its user. An unknown one finds nothing. */
export async function resolveSearch(db: Db, query: Parameters<typeof readAuditFilter>[0]) {
  const { search } = query;
  if (!search?.includes("@")) return readAuditFilter(query);
  const user = await findUserByEmail(db, search);
  return readAuditFilter({ ...query, search: user?.id ?? "unknown" });
}
