import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { requirePermission } from "@/lib/access/require";
import { ImportForm } from "./import-form";

export const metadata: Metadata = { title: "Import prices" };

export default async function ImportPage() {
  await requirePermission("rates.edit", "/admin/credits/rates/import");
  return (
    <>
      <PageHeader
        title="Import prices"
        lead="LiteLLM publishes what models cost in US dollars, as model_prices_and_context_window.json. Its prices become rates in credits."
        trail={[{ href: "/admin/credits/rates", label: "Rates" }]}
      />
      <ImportForm />
    </>
  );
}
