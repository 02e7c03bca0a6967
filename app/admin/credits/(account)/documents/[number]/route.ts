import { currentStaff, currentUser } from "@/lib/access";
import { methods } from "@/lib/api/methods";
import {
  findDocument,
  listDocuments,
  readNumber,
  writeNumber,
} from "@/lib/documents/issue-document";
import { findPaymentMethod } from "@/lib/documents/payment-method";
import { renderDocumentPdf } from "@/lib/documents/render-pdf";
import { findPurchase } from "@/lib/purchases/find-purchase";
import { database } from "@/lib/runtime/database";
import { findBrandImage } from "@/lib/settings/brand-images";
import { readSetting } from "@/lib/settings/settings";
import { ProductError } from "@/lib/shared/errors";
import { currentViewer } from "../../../../../viewer";

/** A receipt or credit note as PDF, for its customer and for admins; to others it does not exist. */
export const { GET } = methods("GET", async (request) => {
  const user = await currentUser();
  const name = new URL(request.url).pathname.split("/").at(-1) ?? "";
  const wanted = readNumber(name);
  const db = database().read;
  const document = user && wanted ? await findDocument(db, wanted) : undefined;
  const isOwn = document?.accountId === user?.accountId;
  if (!document || !user || !(isOwn || (await currentStaff()))) {
    throw new ProductError("not_found", { detail: "There is no such document." });
  }
  const [all, purchase, brand] = await Promise.all([
    listDocuments(db, document),
    findPurchase(db, document.purchaseId),
    readSetting(db, "brand"),
  ]);
  const pdf = await renderDocumentPdf(document, {
    viewer: await currentViewer(),
    brand,
    logo: await findBrandImage(db, brand.logo),
    receipt:
      document.kind === "credit_note" ? all.find(({ kind }) => kind === "receipt") : undefined,
    method: await findPaymentMethod(db, purchase?.chargeId ?? null),
  });
  return new Response(new Uint8Array(pdf), {
    headers: {
      "content-type": "application/pdf",
      "content-disposition": `inline; filename="${writeNumber(document)}.pdf"`,
      "cache-control": "private, no-store",
    },
  });
});
