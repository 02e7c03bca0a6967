import { Link } from "@react-email/components";
import { Action, type Branded, colors, FinePrint, Layout, Paragraph } from "./layout";
import { Lines } from "./lines";

/** Everything as text for people: money and credits are formatted by the caller. */
export interface ReceiptProps {
  readonly name: string;
  readonly packName: string;
  readonly credits: string;
  /** Never negative: see `owed`. */
  readonly balance: string;
  /** What of the credits paid a debt; undefined when there was none. */
  readonly debtPaid: string | undefined;
  /** What is still owed after the purchase, and which pack clears it; undefined without debt. */
  readonly owed:
    | { readonly credits: string; readonly clearingPack: string | undefined }
    | undefined;
  readonly paid: string;
  /** Of what was paid; undefined when there was none. */
  readonly tax: string | undefined;
  readonly paidAt: string;
  readonly purchaseId: string;
  readonly receiptUrl: string | undefined;
  readonly historyUrl: string;
}

export function Receipt({ brand, ...props }: Branded<ReceiptProps>) {
  const { name, packName, credits, balance, debtPaid, owed, paid, tax } = props;
  const result = owed ? `You owe ${owed.credits} credits.` : `Your balance is ${balance}.`;
  return (
    <Layout
      brand={brand}
      preview={`${credits} credits were added. ${result}`}
      title={`${credits} credits added`}
    >
      <Paragraph>
        Hello {name}, thank you for buying {packName}. {explainUse(props)}
      </Paragraph>
      <Lines
        lines={[
          ["Pack", packName],
          ["Credits", `+${credits}`],
          ...(debtPaid ? [["Of which paid what you owed", debtPaid] as const] : []),
          ["Paid", paid],
          ...(tax ? [["Of which tax", tax] as const] : []),
          ["Date", props.paidAt],
          owed ? ["Still owed", `${owed.credits} credits`] : ["New balance", `${balance} credits`],
        ]}
      />
      {props.receiptUrl ? (
        <Action brand={brand} href={props.receiptUrl}>
          Receipt from Stripe
        </Action>
      ) : (
        <Action brand={brand} href={props.historyUrl}>
          See your purchases
        </Action>
      )}
      <FinePrint>
        Purchase {props.purchaseId}. All your purchases are in{" "}
        <Link href={props.historyUrl} style={{ color: colors.accent }}>
          your activity
        </Link>
        .
      </FinePrint>
    </Layout>
  );
}

/** What the credits can be used for now: a debt is paid first. */
function explainUse({ debtPaid, owed }: ReceiptProps): string {
  if (owed) {
    const clearing = owed.clearingPack ? ` ${owed.clearingPack} clears it.` : "";
    return `The credits paid part of what you owed. You still owe ${owed.credits} credits, and none can be spent until that is paid.${clearing}`;
  }
  return debtPaid
    ? `${debtPaid} of the credits paid what you owed. The rest can be used right away.`
    : "The credits can be used right away.";
}
