"use client";

import { Alert } from "@/components/ui/alert";
import { Field, fieldProps } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
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
  const { done, problem, fields = {}, typed = {} } = state;
  return (
    <form ref={form} action={submit} className="grid gap-4" noValidate>
      {done && <Alert tone="positive">Saved.</Alert>}
      {problem && <Alert tone="negative">{problem}</Alert>}
      <Field
        id="name"
        label="Seller"
        hint="Stands on receipts and credit notes."
        error={fields.name}
      >
        <Input
          {...fieldProps("name", fields.name)}
          name="name"
          defaultValue={typed.name ?? seller.name}
        />
      </Field>
      <Field id="address" label="Address" error={fields.address}>
        <Textarea
          {...fieldProps("address", fields.address)}
          name="address"
          rows={3}
          defaultValue={typed.address ?? seller.address}
        />
      </Field>
      <Field id="taxId" label="Tax id" error={fields.taxId}>
        <Input
          {...fieldProps("taxId", fields.taxId)}
          name="taxId"
          defaultValue={typed.taxId ?? seller.taxId}
        />
      </Field>
      <Field id="email" label="Email for questions about a receipt" error={fields.email}>
        <Input
          {...fieldProps("email", fields.email)}
          name="email"
          type="email"
          defaultValue={typed.email ?? seller.email}
        />
      </Field>
      {LINKS.map(([name, label]) => (
        <Field
          key={name}
          id={name}
          label={`Link: ${label}`}
          hint="Shown at the foot of every page. Empty: not shown."
          error={fields[name]}
        >
          <Input
            {...fieldProps(name, fields[name])}
            name={name}
            type="url"
            defaultValue={typed[name] ?? links[name]}
          />
        </Field>
      ))}
      <SubmitButton className="justify-self-start">Save</SubmitButton>
    </form>
  );
}
