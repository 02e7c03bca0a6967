import { ArrowLeftRight, ChevronRight } from "lucide-react";
import Link from "next/link";
import { DescriptionList } from "@/components/description-list";
import { EmptyState } from "@/components/ui/empty-state";
import { Timestamp } from "@/components/ui/timestamp";
import type { Entry } from "@/lib/ledger/state";
import { Amount, SignedAmount } from "./amount";
import { labelKind } from "./labels";

/** Entries with everything that explains them: who, why, from where, and which lots. */
export function ExplainedEntries({ entries }: { readonly entries: readonly Entry[] }) {
  if (entries.length === 0) {
    return <EmptyState icon={ArrowLeftRight} title="No activity yet" />;
  }
  return (
    <ol className="border-t">
      {entries.map((entry) => (
        <li key={entry.seq} className="border-b last:border-b-0">
          <details className="group">
            <summary className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-0.5 px-5 py-3 hover:bg-muted sm:grid-cols-[1rem_3rem_11rem_1fr_auto_8rem]">
              <ChevronRight
                aria-hidden
                className="hidden size-4 text-muted-foreground transition-transform group-open:rotate-90 sm:block"
              />
              <span className="hidden text-muted-foreground tabular-nums sm:block">
                #{entry.seq}
              </span>
              <span className="order-3 text-muted-foreground sm:order-none">
                <Timestamp at={entry.createdAt} />
              </span>
              <span className="min-w-0">
                <b className="font-medium">{labelKind(entry.kind, "admin")}</b>{" "}
                <span className="text-muted-foreground">{entry.reason}</span>
              </span>
              <span className="text-right">
                <SignedAmount amount={entry.amount} />
              </span>
              <span className="order-4 text-right text-muted-foreground sm:order-none">
                <Amount amount={entry.balanceAfter} />
              </span>
            </summary>
            <div className="bg-muted/50 px-5 py-2">
              <DescriptionList
                items={[
                  ["Contra account", entry.contra],
                  ["Source", `${entry.sourceType} ${entry.sourceId}`],
                  ["Actor", entry.actor],
                  ...Object.entries(entry.metadata).map(
                    ([key, value]) =>
                      [
                        key.replaceAll("_", " "),
                        key === "purchase_id" ? <PurchaseLink key={key} id={value} /> : value,
                      ] as const,
                  ),
                  ...entry.allocations.map(
                    ({ lotId, amount }) =>
                      [
                        `${entry.amount > 0n ? "Given to" : "Taken from"} lot ${lotId}`,
                        <Amount key={lotId} amount={amount} />,
                      ] as const,
                  ),
                  [
                    "Hash",
                    <code key="hash" className="break-all text-xs">
                      {entry.hash}
                    </code>,
                  ],
                ]}
              />
            </div>
          </details>
        </li>
      ))}
    </ol>
  );
}

function PurchaseLink({ id }: { readonly id: string }) {
  return (
    <Link
      href={`/admin/credits/purchases/${id}`}
      className="text-accent underline underline-offset-4"
    >
      <code className="break-all text-xs">{id}</code>
    </Link>
  );
}
