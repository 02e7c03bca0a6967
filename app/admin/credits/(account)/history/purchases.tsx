import { labelStatus } from "@/components/credits/labels";
import { PurchasesTable } from "@/components/credits/purchases-table";
import { ListFilters } from "@/components/list-filters";
import { Card } from "@/components/ui/card";
import { Pager } from "@/components/ui/pager";
import { listPurchases, PURCHASE_STATUSES } from "@/lib/purchases/list-purchases";
import { database } from "@/lib/runtime/database";
import { isId } from "@/lib/shared/ids";
import { withQuery } from "@/lib/shared/query";

const PATH = "/admin/credits/history";
const PAGE_SIZE = 25;

interface Props {
  readonly accountId: string;
  readonly query: { readonly status?: string; readonly before?: string };
}

/** An account's own purchases. */
export async function Purchases({ accountId, query }: Props) {
  const status = PURCHASE_STATUSES.find((known) => known === query.status);
  const before = isId(query.before) ? query.before : undefined;
  const rows = await listPurchases(database().read, {
    accountId,
    status,
    before,
    limit: PAGE_SIZE + 1,
  });
  const purchases = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? purchases.at(-1) : undefined;
  const kept = { show: "purchases", status };
  return (
    <Card>
      <ListFilters
        kept={{ show: "purchases" }}
        choices={[
          {
            name: "status",
            label: "Status",
            value: status,
            options: [
              ["", "All statuses"],
              ...PURCHASE_STATUSES.map(
                (known) => [known, labelStatus(known, "buyer").text] as const,
              ),
            ],
          },
        ]}
      />
      <PurchasesTable
        purchases={purchases}
        reader="buyer"
        unfilteredHref={status || before ? `${PATH}?show=purchases` : undefined}
      />
      <Pager
        newest={before === undefined ? undefined : withQuery(PATH, kept)}
        older={last && withQuery(PATH, { ...kept, before: last.id })}
      />
    </Card>
  );
}
