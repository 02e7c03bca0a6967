import Link from "next/link";
import type { ReactNode } from "react";
import { Amount, SignedAmount } from "@/components/credits/amount";
import { DescriptionList } from "@/components/description-list";
import { Timestamp } from "@/components/ui/timestamp";
import type { Entry } from "@/lib/ledger/state";
import { fromMicro } from "@/lib/shared/credits";

interface Props {
  readonly entry: Entry;
  /** Of the reader's key that did it. */
  readonly keyName: string | undefined;
  /** The entry that gave it back. */
  readonly reversedBy: number | undefined;
}

/** What stands on a line of its own below, so the rest of the metadata comes after it. */
const NAMED = ["purchase_id", "service", "model", "reference", "gift", "campaign"];

/** An entry's properties, each linked to what it is about. */
export function EntryFacts({ entry, keyName, reversedBy }: Props) {
  const { metadata, heldDelta } = entry;
  const service = metadata.service ?? (entry.sourceType === "service" ? entry.sourceId : undefined);
  const facts: (readonly [string, ReactNode] | false)[] = [
    ["Credits", <SignedAmount key="credits" amount={entry.amount} />],
    heldDelta !== 0n && ["Held", <SignedAmount key="held" amount={heldDelta} />],
    [
      "Balance before",
      <Amount key="before" amount={fromMicro(entry.balanceAfter - entry.amount)} />,
    ],
    ["Balance after", <Amount key="after" amount={entry.balanceAfter} />],
    ["When", <Timestamp key="when" at={entry.createdAt} as="full" />],
    metadata.purchase_id !== undefined && [
      "Purchase",
      link(`/admin/credits/purchases/${metadata.purchase_id}`, "Open the purchase"),
    ],
    metadata.gift !== undefined && ["Gift", link("/admin/credits/gifts", "Open your gifts")],
    keyName !== undefined && ["Key", link("/account", keyName)],
    service !== undefined && ["Service", link(`${SEARCH}${encodeURIComponent(service)}`, service)],
    metadata.model !== undefined && [
      "Model",
      link(`${SEARCH}${encodeURIComponent(metadata.model)}`, metadata.model),
    ],
    metadata.reference !== undefined && ["Reference", metadata.reference],
    entry.reverses !== null && ["Gives back", entryLink(entry.reverses)],
    reversedBy !== undefined && ["Given back by", entryLink(reversedBy)],
    ...Object.entries(metadata)
      .filter(([name]) => !NAMED.includes(name))
      .map(([name, value]) => [name.replaceAll("_", " "), value] as const),
    ["Entry number", entry.seq],
  ];
  return <DescriptionList items={facts.filter((fact) => fact !== false)} />;
}

const SEARCH = "/admin/credits/history?search=";

function link(href: string, text: string) {
  return (
    <Link href={href as "/"} className="break-words py-1 text-accent underline underline-offset-4">
      {text}
    </Link>
  );
}

function entryLink(seq: number) {
  return link(`/admin/credits/history/${seq}`, `Entry ${seq}`);
}
