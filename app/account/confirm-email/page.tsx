import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { requireUser } from "@/lib/access";
import { ConfirmEmailForm } from "./confirm-email-form";

export const metadata: Metadata = { title: "Confirm email" };

/** What the link sent to a new address opens. */
export default async function ConfirmEmailPage() {
  await requireUser("/account/confirm-email");
  return (
    <>
      <PageHeader title="Confirm your new email" lead="It replaces the old one at once." />
      <ConfirmEmailForm />
    </>
  );
}
