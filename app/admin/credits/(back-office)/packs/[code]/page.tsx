import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/page-header";
import { requirePermission } from "@/lib/access/require";
import { listPacks } from "@/lib/purchases/packs";
import { database } from "@/lib/runtime/database";
import { PackForm } from "./pack-form";

export const metadata: Metadata = { title: "Pack" };

/** Changes a pack, or adds one under the code "new". */
export default async function PackPage({ params }: { params: Promise<{ code: string }> }) {
  const { code } = await params;
  await requirePermission("packs.edit", `/admin/credits/packs/${code}`);
  const packs = await listPacks(database().read, { includeInactive: true });
  const pack = packs.find((known) => known.code === code);
  if (!pack && code !== "new") notFound();
  const lastOrder = Math.max(0, ...packs.map(({ sortOrder }) => sortOrder));
  return (
    <>
      <PageHeader
        title={pack?.name ?? "New pack"}
        trail={[{ href: "/admin/credits/packs", label: "Packs" }]}
      />
      <PackForm pack={pack} nextOrder={lastOrder + 10} />
    </>
  );
}
