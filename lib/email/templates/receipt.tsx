import { Link } from "@react-email/components";
import { Action, colors, FinePrint, Layout, Paragraph } from "./layout";

/** Everything as text for people: money and credits are formatted by whoever knows them. */
export interface ReceiptProps {
  readonly name: string;
  readonly packName: string;
  readonly credits: string;
  readonly balance: string;
  readonly paid: string;
  /** Of what was paid; undefined when there was none. */
  readonly tax: string | undefined;
  readonly paidAt: string;
  readonly purchaseId: string;
  readonly receiptUrl: string | undefined;
  readonly historyUrl: string;
}

export function Receipt(props: ReceiptProps) {
  const { name, packName, credits, balance, paid, tax } = props;
  return (
    <Layout
      preview={`${credits} credits were added. Your balance is ${balance}.`}
      title={`${credits} credits added`}
    >
      <Paragraph>
        Hello {name}, thank you for buying {packName}. The credits are ready to use.
      </Paragraph>
      <table className="lines" style={{ width: "100%", borderCollapse: "collapse" }}>
        <tbody>
          <Line label="Pack" value={packName} />
          <Line label="Credits" value={`+${credits}`} />
          <Line label="Paid" value={paid} />
          {tax && <Line label="Of which tax" value={tax} />}
          <Line label="Date" value={props.paidAt} />
          <Line label="New balance" value={`${balance} credits`} strong />
        </tbody>
      </table>
      {props.receiptUrl ? (
        <Action href={props.receiptUrl}>Receipt from Stripe</Action>
      ) : (
        <Action href={props.historyUrl}>See your purchases</Action>
      )}
      <FinePrint>
        Order {props.purchaseId}. All your purchases are in{" "}
        <Link href={props.historyUrl} style={{ color: colors.accent }}>
          your history
        </Link>
        .
      </FinePrint>
    </Layout>
  );
}

function Line(props: {
  readonly label: string;
  readonly value: string;
  readonly strong?: boolean;
}) {
  const cell = {
    padding: "10px 0",
    borderTop: `1px solid ${colors.border}`,
    fontSize: 14,
    lineHeight: "20px",
  };
  return (
    <tr>
      <td style={{ ...cell, paddingRight: 16, color: colors.muted, whiteSpace: "nowrap" }}>
        {props.label}
      </td>
      <td
        align="right"
        style={{ ...cell, color: colors.text, fontWeight: props.strong ? 600 : 400 }}
      >
        {props.value}
      </td>
    </tr>
  );
}
