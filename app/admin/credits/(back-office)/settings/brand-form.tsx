"use client";

import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Field, fieldProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import { useFormAction } from "@/components/use-form-action";
import { EMPTY_FORM } from "@/lib/api/form-state";
import type { Brand } from "@/lib/shared/brand";
import { saveBrandAction } from "./actions";

/** As the server checks it; a larger file would not even reach it. */
const MAX_LOGO_BYTES = 50_000;

/** The shop's name, logo and colors. */
export function BrandForm({ brand }: { readonly brand: Brand }) {
  const [state, submit, form] = useFormAction(saveBrandAction, EMPTY_FORM);
  const [tooLarge, setTooLarge] = useState(false);
  const { done, problem, fields = {} } = state;
  const logoError = tooLarge ? "The logo may have at most 50 kB." : fields.logo;
  return (
    <form ref={form} action={submit} className="grid gap-4" noValidate>
      {done && <Alert tone="positive">Saved.</Alert>}
      {problem && <Alert tone="negative">{problem}</Alert>}
      <TextField
        {...{ state, name: "shopName", label: "Shop name", initial: brand.name, required: true }}
        hint="Stands in the header of pages, in mails and on receipts."
      />
      <Field
        id="logo"
        label="Logo"
        hint="A square PNG, JPEG or WebP of at most 50 kB. PDFs show PNG and JPEG only."
        error={logoError}
      >
        <Input
          {...fieldProps("logo", logoError)}
          type="file"
          name="logo"
          accept="image/png,image/jpeg,image/webp"
          className="py-1.5"
          onChange={({ target }) => setTooLarge((target.files?.[0]?.size ?? 0) > MAX_LOGO_BYTES)}
        />
      </Field>
      {brand.logo && (
        <label className="flex min-h-6 items-center gap-2">
          <input type="checkbox" name="removeLogo" className="size-5 accent-accent" />
          Remove the logo
        </label>
      )}
      <TextField
        {...{ state, name: "colorLight", label: "Color in the light theme" }}
        initial={brand.colorLight}
        hint="Such as #0f766e. Also used in mails and PDFs. Empty: the default color."
      />
      <TextField
        {...{ state, name: "colorDark", label: "Color in the dark theme" }}
        initial={brand.colorDark}
        hint="Such as #5eead4. Empty: the default color."
      />
      <TextField
        {...{ state, name: "mailSender", label: "Sender of mails", initial: brand.mailSender }}
        hint="The name before the address. Empty: the one of EMAIL_FROM."
      />
      <SubmitButton className="justify-self-start" disabled={tooLarge}>
        Save
      </SubmitButton>
    </form>
  );
}
