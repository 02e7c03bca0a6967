interface Props {
  /** Empty where there is no such page. */
  readonly links: { readonly terms: string; readonly refunds: string; readonly contact: string };
}

const LABELS = [
  ["terms", "Terms"],
  ["refunds", "Refund policy"],
  ["contact", "Contact"],
] as const;

/** The seller's own pages, at the foot of every page of ours. */
export function LegalLinks({ links }: Props) {
  return LABELS.filter(([name]) => links[name]).map(([name, label]) => (
    <a key={name} href={links[name]} className="py-1 hover:text-foreground hover:underline">
      {label}
    </a>
  ));
}
