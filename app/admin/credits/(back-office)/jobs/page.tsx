import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Figure } from "@/components/ui/figure";
import { Pager } from "@/components/ui/pager";
import { requireStaff } from "@/lib/access";
import { countJobs, listDeadJobs } from "@/lib/queue/dead-jobs";
import { database } from "@/lib/runtime/database";
import { isId } from "@/lib/shared/ids";
import { readPlace, readQuery, type SearchParams, withQuery } from "@/lib/shared/query";
import { DeadJobsTable } from "./dead-jobs-table";

export const metadata: Metadata = { title: "Jobs" };

const PATH = "/admin/credits/jobs";
const PAGE_SIZE = 25;

export default async function JobsPage({ searchParams }: { searchParams: SearchParams }) {
  await requireStaff();
  const given = readPlace(await readQuery(searchParams, "before", "at"));
  const place = isId(given?.id) ? given : undefined;
  const db = database().read;
  const [counts, rows] = await Promise.all([
    countJobs(db),
    listDeadJobs(db, { limit: PAGE_SIZE + 1, before: place }),
  ]);
  const jobs = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? jobs.at(-1) : undefined;
  return (
    <>
      <PageHeader
        title="Jobs"
        lead="Receipts, notices and comparisons with Stripe, done in the background."
      />
      <Card>
        <CardContent className="pt-5">
          <dl className="grid grid-cols-3 gap-4">
            <Figure label="Waiting" value={counts.waiting} />
            <Figure label="Under way" value={counts.running} />
            <Figure label="Failed for good" value={counts.dead} />
          </dl>
        </CardContent>
      </Card>
      <Card>
        <CardHeader>
          <CardTitle>Failed for good</CardTitle>
        </CardHeader>
        <DeadJobsTable jobs={jobs} />
        <Pager
          newest={place && PATH}
          older={last && withQuery(PATH, { before: last.id, at: last.failedAt.toISOString() })}
        />
      </Card>
    </>
  );
}
