/** A number and what it counts. Stands in a `dl`. */
export function Figure({ label, value }: { readonly label: string; readonly value: number }) {
  return (
    <div>
      <dt className="text-muted-foreground text-xs">{label}</dt>
      <dd className="font-semibold text-lg tabular-nums">{value.toLocaleString("en-US")}</dd>
    </div>
  );
}
