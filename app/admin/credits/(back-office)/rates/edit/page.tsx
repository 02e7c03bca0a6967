import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/page-header";
import { Alert } from "@/components/ui/alert";
import { requirePermission } from "@/lib/access/require";
import { nameActors } from "@/lib/customers/name-actors";
import { listVersions } from "@/lib/rates/list-rates";
import { toRateFields } from "@/lib/rates/rate-fields";
import { DEFAULT_MODEL } from "@/lib/rates/rates";
import { database } from "@/lib/runtime/database";
import { readQuery, type SearchParams, withQuery } from "@/lib/shared/query";
import { RateForm } from "./rate-form";
import { RemoveForm } from "./remove-form";
import { Versions } from "./versions";

export const metadata: Metadata = { title: "Rate" };

const PATH = "/admin/credits/rates/edit";
const SHOWN_VERSIONS = 50;

/** A model's prices with their history; without a model in the address, a new rate. */
export default async function RatePage({ searchParams }: { searchParams: SearchParams }) {
  const query = await readQuery(searchParams, "service", "model", "saved");
  await requirePermission("rates.edit", withQuery(PATH, query));
  const { service, model, saved } = query;
  const rate = service && model ? { service, model } : undefined;
  const db = database().read;
  const versions = rate ? await listVersions(db, rate.service, rate.model, SHOWN_VERSIONS) : [];
  const [newest] = versions;
  if (rate && !newest) notFound();
  const nameActor = await nameActors(
    db,
    versions.map(({ createdBy }) => createdBy),
  );
  return (
    <>
      <PageHeader
        title={titleOf(rate)}
        lead={rate && `Service ${rate.service}`}
        trail={[{ href: "/admin/credits/rates", label: "Rates" }]}
      />
      {saved && newest && (
        <Alert tone="positive">
          Version {newest.version} is used for requests from now on, within a second.
        </Alert>
      )}
      <RateForm
        // A saved version is a new form: what is typed belongs to the version before.
        key={newest?.version ?? 0}
        rate={rate}
        initial={newest?.terms ? toRateFields(newest.terms) : {}}
      />
      {versions.length > 0 && <Versions versions={versions} nameActor={nameActor} />}
      {rate && newest?.terms && <RemoveForm {...rate} />}
    </>
  );
}

function titleOf(rate: { model: string } | undefined): string {
  if (!rate) return "New rate";
  return rate.model === DEFAULT_MODEL ? "All other models" : rate.model;
}
