"use client";

import { Alert } from "@/components/ui/alert";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import { useFormAction } from "@/components/use-form-action";
import { EMPTY_FORM } from "@/lib/api/form-state";
import type { LegalLinks, Seller } from "@/lib/settings/settings";
import { saveShopAction } from "./actions";

interface Props {
  readonly seller: Seller;
  readonly links: LegalLinks;
}

const LINKS = [
  ["terms", "Terms"],
  ["refunds", "Refund policy"],
  ["contact", "Contact"],
] as const;

/** What stands on receipts, and at the foot of every page. */
export function ShopForm({ seller, links }: Props) {
  const [state, submit, form] = useFormAction(saveShopAction, EMPTY_FORM);
  const { done, problem } = state;
  return (
    <form ref={form} action={submit} className="grid gap-4" noValidate>
      {done && <Alert tone="positive">Saved.</Alert>}
      {problem && <Alert tone="negative">{problem}</Alert>}
      <TextField
        {...{ state, name: "name", label: "Seller", initial: seller.name }}
        hint="Stands on receipts and credit notes."
      />
      <TextField
        {...{ state, name: "address", label: "Address", initial: seller.address, lines: 3 }}
      />
      <TextField {...{ state, name: "taxId", label: "Tax id", initial: seller.taxId }} />
      <TextField
        {...{ state, name: "email", label: "Email for questions about a receipt", type: "email" }}
        initial={seller.email}
      />
      {LINKS.map(([name, label]) => (
        <TextField
          key={name}
          {...{ state, name, label: `Link: ${label}`, type: "url", initial: links[name] }}
          hint="Shown at the foot of every page. Empty: not shown."
        />
      ))}
      <SubmitButton className="justify-self-start">Save</SubmitButton>
    </form>
  );
}
