import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { requirePermission } from "@/lib/access/require";
import { approvalLimit } from "@/lib/customers/change-credits";
import { newId } from "@/lib/shared/ids";
import { CodeForm } from "./code-form";

export const metadata: Metadata = { title: "New promotion code" };

export default async function NewCodePage() {
  await requirePermission("credits.grant", "/admin/credits/codes/new");
  return (
    <>
      <PageHeader
        title="New promotion code"
        trail={[{ href: "/admin/credits/codes", label: "Promotion codes" }]}
      />
      <CodeForm requestId={newId()} limit={approvalLimit()} />
    </>
  );
}
