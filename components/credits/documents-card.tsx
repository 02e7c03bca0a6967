import { FileText } from "lucide-react";
import { RefreshWhile } from "@/components/refresh-while";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Timestamp } from "@/components/ui/timestamp";
import { MoneyAmount } from "./amount";

export interface DocumentLink {
  /** As it stands on the document. */
  readonly number: string;
  readonly kind: "receipt" | "credit_note";
  readonly issuedAt: Date;
  readonly amountMinor: number;
  readonly currency: string;
}

/** The accounting documents of a purchase, as PDF. */
export function DocumentsCard({ documents }: { readonly documents: readonly DocumentLink[] }) {
  return (
    <Card className="print:hidden">
      <CardHeader>
        <CardTitle>Documents</CardTitle>
      </CardHeader>
      <CardContent>
        {documents.length === 0 && (
          <>
            <RefreshWhile />
            <p className="text-muted-foreground">The receipt is made within a minute.</p>
          </>
        )}
        <ul className="divide-y">
          {documents.map(({ number, kind, issuedAt, amountMinor, currency }) => (
            <li key={number} className="flex items-center justify-between gap-4 py-2">
              <div>
                <a
                  href={`/admin/credits/documents/${number}`}
                  target="_blank"
                  rel="noreferrer"
                  className="inline-flex items-center gap-1.5 py-1 font-medium text-accent hover:underline"
                >
                  <FileText aria-hidden className="size-4" />
                  {kind === "receipt" ? "Receipt" : "Credit note"} {number} (PDF)
                </a>
                <p className="text-muted-foreground text-xs">
                  <Timestamp at={issuedAt} as="day" />
                </p>
              </div>
              <MoneyAmount amountMinor={amountMinor} currency={currency} />
            </li>
          ))}
        </ul>
      </CardContent>
    </Card>
  );
}
