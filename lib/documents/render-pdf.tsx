import { createRequire } from "node:module";
import path from "node:path";
import {
  Font,
  Image,
  Page,
  Document as Pdf,
  renderToBuffer,
  StyleSheet,
  Text,
  View,
} from "@react-pdf/renderer";
import type { BrandImage } from "@/lib/settings/brand-images";
import { type Brand, DEFAULT_COLOR } from "@/lib/shared/brand";
import { formatCredits } from "@/lib/shared/credits";
import { formatMoney } from "@/lib/shared/money";
import { formatTimestampWithZone, type Viewer } from "@/lib/shared/viewer";
import { type Document, writeNumber } from "./issue-document";

const FONT = "DejaVu Sans";

/** The PDF's own fonts have Western European letters only; names have others too. */
function registerFonts(): void {
  const root = path.dirname(
    createRequire(path.join(process.cwd(), "package.json")).resolve(
      "dejavu-fonts-ttf/package.json",
    ),
  );
  Font.register({
    family: FONT,
    fonts: [
      { src: path.join(root, "ttf/DejaVuSans.ttf") },
      { src: path.join(root, "ttf/DejaVuSans-Bold.ttf"), fontWeight: 700 },
    ],
  });
  // Names and ids are not to be cut at syllables.
  Font.registerHyphenationCallback((word) => [word]);
}

let registered = false;

/**
 * A receipt or credit note as a PDF of one page.
 * @param logo of the brand; PDFs hold no WebP, so such a logo is left out
 * @param receipt of a credit note: the receipt that it corrects
 * @param method how it was paid, where that is known
 */
export function renderDocumentPdf(
  document: Document,
  {
    viewer,
    brand,
    logo,
    receipt,
    method,
  }: {
    viewer: Viewer;
    brand: Brand;
    logo: BrandImage | undefined;
    receipt?: Document;
    method?: string;
  },
): Promise<Buffer> {
  if (!registered) registerFonts();
  registered = true;
  const { seller, currency, amountMinor, taxMinor } = document;
  const isNote = document.kind === "credit_note";
  const title = isNote ? "Credit note" : "Receipt";
  const money = (minor: number) => formatMoney({ amountMinor: minor, currency }, viewer.locale);
  const lines: readonly (readonly [label: string, value: string])[] = [
    ["Number", writeNumber(document)],
    ...(receipt ? [["For receipt", writeNumber(receipt)] as const] : []),
    ["Issued", formatTimestampWithZone(document.issuedAt, viewer)],
    [isNote ? "Refunded" : "Paid", formatTimestampWithZone(document.paidAt, viewer)],
    ...(method ? [["Payment method", method] as const] : []),
    ["Purchase", document.purchaseId],
  ];
  const image = logo && toPdfImage(logo);
  const item = `${document.packName}, ${formatCredits(document.credits, viewer.locale)} credits`;
  return renderToBuffer(
    <Pdf title={`${title} ${writeNumber(document)}`} author={seller.name}>
      <Page size="A4" style={styles.page}>
        <View style={styles.brand}>
          {image && <Image src={image} style={styles.logo} />}
          <Text style={[styles.strong, { color: brand.colorLight || DEFAULT_COLOR }]}>
            {brand.name}
          </Text>
        </View>
        <Text style={styles.title}>{title}</Text>
        <View style={styles.parties}>
          <View style={styles.party}>
            <Text style={styles.label}>From</Text>
            <Text style={styles.strong}>{seller.name}</Text>
            <Text>{seller.address}</Text>
            {seller.taxId && <Text>Tax id {seller.taxId}</Text>}
            {seller.email && <Text>{seller.email}</Text>}
          </View>
          <View style={styles.party}>
            <Text style={styles.label}>To</Text>
            <Text style={styles.strong}>{document.customerName}</Text>
            <Text>{document.customerEmail}</Text>
          </View>
        </View>
        {lines.map(([label, value]) => (
          <View key={label} style={styles.line}>
            <Text style={styles.label}>{label}</Text>
            <Text>{value}</Text>
          </View>
        ))}
        <View style={styles.totals}>
          <View style={styles.line}>
            <Text>{isNote ? `Refund for ${item}` : item}</Text>
            <Text>{money(amountMinor - taxMinor)}</Text>
          </View>
          <View style={styles.line}>
            <Text>Tax</Text>
            <Text>{money(taxMinor)}</Text>
          </View>
          <View style={styles.line}>
            <Text style={styles.strong}>{isNote ? "Total refunded" : "Total paid"}</Text>
            <Text style={styles.strong}>{money(amountMinor)}</Text>
          </View>
        </View>
      </Page>
    </Pdf>,
  );
}

/** @returns undefined for a kind of image that PDFs don't hold */
function toPdfImage({ contentType, data }: BrandImage) {
  const formats: Record<string, "png" | "jpg"> = { "image/png": "png", "image/jpeg": "jpg" };
  const format = formats[contentType];
  return format && { data, format };
}

const styles = StyleSheet.create({
  page: { padding: 56, fontFamily: FONT, fontSize: 10, lineHeight: 1.5, color: "#1b1f2a" },
  title: { fontSize: 22, fontWeight: 700, marginBottom: 24 },
  brand: { flexDirection: "row", alignItems: "center", marginBottom: 16 },
  logo: { width: 24, height: 24, marginRight: 8, objectFit: "contain" },
  parties: { flexDirection: "row", marginBottom: 24 },
  party: { width: "50%", paddingRight: 16 },
  label: { color: "#5b6272" },
  strong: { fontWeight: 700 },
  line: { flexDirection: "row", justifyContent: "space-between", paddingVertical: 3 },
  totals: { marginTop: 16, paddingTop: 8, borderTopWidth: 1, borderTopColor: "#c9cedb" },
});
