import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requireUser } from "@/lib/access";
import { readReturnStatus } from "@/lib/checkout/return-status";
import { database } from "@/lib/runtime/database";
import { readQuery, type SearchParams, withQuery } from "@/lib/shared/query";
import { Progress } from "./progress";

export const metadata: Metadata = { title: "Your purchase" };

export default async function ReturnPage({ searchParams }: { searchParams: SearchParams }) {
  const { session_id: sessionId = "" } = await readQuery(searchParams, "session_id");
  const { accountId } = await requireUser(
    withQuery("/admin/credits/return", { session_id: sessionId }),
  );
  const status = await readReturnStatus(database(), accountId, sessionId);
  if (!status) notFound();
  return <Progress sessionId={sessionId} first={status} />;
}
