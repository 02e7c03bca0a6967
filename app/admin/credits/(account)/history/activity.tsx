import { Download } from "lucide-react";
import { EntriesTable } from "@/components/credits/entries-table";
import { labelKind } from "@/components/credits/labels";
import { ListFilters } from "@/components/list-filters";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Pager } from "@/components/ui/pager";
import { ENTRY_KINDS } from "@/lib/ledger/read-entries";
import { searchActivity } from "@/lib/reports/search-activity";
import { database } from "@/lib/runtime/database";
import { readSeq, withQuery } from "@/lib/shared/query";
import { currentViewer } from "../../../../viewer";
import { FILTERS, readFilters } from "./query";

const PATH = "/admin/credits/history";
const PAGE_SIZE = 25;

interface Props {
  readonly accountId: string;
  readonly query: Readonly<Partial<Record<(typeof FILTERS)[number] | "before", string>>>;
}

/** The entries of an account, with filters and an export. */
export async function Activity({ accountId, query }: Props) {
  const { timeZone } = await currentViewer();
  const before = readSeq(query.before);
  const rows = await searchActivity(database().read, {
    ...readFilters(query, timeZone),
    accountId,
    before,
    limit: PAGE_SIZE + 1,
  });
  const entries = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? entries.at(-1) : undefined;
  const kept = Object.fromEntries(FILTERS.map((name) => [name, query[name]]));
  const filtered = before !== undefined || Object.values(kept).some(Boolean);
  return (
    <Card>
      <ListFilters
        search={{
          label: "Search by reason, service, model or reference",
          placeholder: "Reason, service or model",
          value: query.search,
        }}
        choices={[
          {
            name: "kind",
            label: "Kind",
            value: query.kind,
            options: [
              ["", "All kinds"],
              ...ENTRY_KINDS.map((known) => [known, labelKind(known, "buyer")] as const),
            ],
          },
        ]}
        days={{ from: query.from, to: query.to }}
      />
      <div className="flex justify-end px-5 pb-3 print:hidden">
        <Button asChild variant="secondary" size="sm">
          <a href={withQuery(`${PATH}/export`, kept)} download>
            <Download aria-hidden /> Export CSV
          </a>
        </Button>
      </div>
      <EntriesTable entries={entries} unfilteredHref={filtered ? PATH : undefined} />
      <Pager
        newest={before === undefined ? undefined : withQuery(PATH, kept)}
        older={last && withQuery(PATH, { ...kept, before: String(last.seq) })}
      />
    </Card>
  );
}
