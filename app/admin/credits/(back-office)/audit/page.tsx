import type { Metadata } from "next";
import { ListFilters } from "@/components/list-filters";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Pager } from "@/components/ui/pager";
import { nameActors } from "@/lib/access/name-actors";
import { requirePermission } from "@/lib/access/require";
import { listAuditEntries } from "@/lib/audit/list-audit-entries";
import { database } from "@/lib/runtime/database";
import { readQuery, type SearchParams, withQuery } from "@/lib/shared/query";
import { writeCursor } from "./audit-filter";
import { AuditTable } from "./audit-table";
import { resolveSearch } from "./resolve-search";

export const metadata: Metadata = { title: "Audit log" };

const PATH = "/admin/credits/audit";
const PAGE_SIZE = 50;

const SUBJECTS = [
  ["", "Everything"],
  ["session.", "Sign-ins"],
  ["user.", "People"],
  ["role.change", "Roles"],
  ["api_key.", "API keys"],
  ["password.change", "Passwords"],
  ["refund.", "Refunds"],
  ["event.", "Stripe events"],
  ["pack.", "Packs"],
  ["setting.change", "Settings"],
] as const;

/** Who did what, when and from where; refused sign-ins too. Nothing of it can be changed. */
export default async function AuditPage({ searchParams }: { searchParams: SearchParams }) {
  await requirePermission("audit.read", PATH);
  const query = await readQuery(searchParams, "search", "subject", "from", "to", "before");
  const db = database().read;
  const filter = await resolveSearch(db, query);
  const rows = await listAuditEntries(db, { ...filter, limit: PAGE_SIZE + 1 });
  const page = rows.slice(0, PAGE_SIZE);
  const actors = await nameActors(
    db,
    page.map(({ actor }) => actor),
  );
  const last = rows.length > PAGE_SIZE ? page.at(-1) : undefined;
  const { before, ...kept } = query;
  return (
    <>
      <PageHeader title="Audit log" lead="Who did what, when and from where. It can’t be changed.">
        <Button asChild variant="secondary">
          <a href={withQuery(`${PATH}/export`, kept)} download>
            Export CSV
          </a>
        </Button>
      </PageHeader>
      <Card>
        <ListFilters
          search={{
            label: "Search by email, or by the id of who, what or which request",
            placeholder: "Email, or an id",
            value: query.search,
          }}
          choices={[{ name: "subject", label: "Subject", value: query.subject, options: SUBJECTS }]}
          days={{ from: query.from, to: query.to }}
        />
        <AuditTable rows={page} actors={actors} />
        <Pager
          newest={before && withQuery(PATH, kept)}
          older={last && withQuery(PATH, { ...kept, before: writeCursor(last) })}
        />
      </Card>
    </>
  );
}
