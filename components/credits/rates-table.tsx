import { Calculator } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { EmptyState, NoResults } from "@/components/ui/empty-state";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import type { ListedRate } from "@/lib/rates/list-rates";
import type { RateTerms } from "@/lib/rates/terms";
import { withQuery } from "@/lib/shared/query";

interface Props {
  readonly rates: readonly ListedRate[];
  /** The list without filters, when some are set. */
  readonly unfilteredHref?: string;
}

const PER = { 1: "each", 1000: "per thousand", 1000000: "per million" } as const;
const SHOWN = 3;

/** Rates that hold now, with their first prices. */
export function RatesTable({ rates, unfilteredHref }: Props) {
  if (rates.length === 0) {
    return unfilteredHref ? (
      <NoResults icon={Calculator} what="rates" clearHref={unfilteredHref} />
    ) : (
      <EmptyState icon={Calculator} title="No rates yet">
        Services can then only charge amounts that they compute themselves. Add a rate, or import
        LiteLLM’s price list.
      </EmptyState>
    );
  }
  return (
    <Table aria-label="Rates">
      <thead>
        <tr>
          <Th>Service</Th>
          <Th>Model</Th>
          <Th>Prices in credits</Th>
          <Th className="text-right">Version</Th>
          <Th>Since</Th>
        </tr>
      </thead>
      <tbody>
        {rates.map(({ service, model, version, terms, createdAt }) => (
          <Tr key={`${service}/${model}`}>
            <Td place="second" className="text-muted-foreground">
              {service}
            </Td>
            <Td place="first">
              <Link
                href={withQuery("/admin/credits/rates/edit", { service, model }) as "/"}
                className="break-all font-medium text-accent hover:underline"
              >
                {model === "*" ? "All other models" : model}
              </Link>
              {model === "*" && <Badge className="ml-2">Default</Badge>}
            </Td>
            <Td place="last">
              <Prices terms={terms} />
            </Td>
            <Td place="dropped" className="text-right tabular-nums">
              {version}
            </Td>
            <Td place="first-right" className="text-muted-foreground">
              <Timestamp at={createdAt} as="day" />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

/** The first prices of a rate in words. */
export function Prices({ terms }: { readonly terms: RateTerms }) {
  const prices = Object.entries(terms.prices);
  const more = prices.length - SHOWN;
  return (
    <ul className="text-muted-foreground">
      {prices.slice(0, SHOWN).map(([quantity, { price, per, tiers = [] }]) => (
        <li key={quantity}>
          {quantity.replaceAll("_", " ")}: <span className="text-foreground">{price}</span>{" "}
          {PER[per]}
          {tiers.length > 0 && ", with tiers"}
        </li>
      ))}
      {more > 0 && <li>and {more} more</li>}
    </ul>
  );
}
