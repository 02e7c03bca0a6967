import { Action, type Branded, FinePrint, Layout, Paragraph } from "./layout";
import { Lines } from "./lines";

/** What happened to a payment, in the words of lib/queue/queues.ts. */
type News =
  | "refunded"
  | "refund_failed"
  | "dispute_opened"
  | "dispute_won"
  | "dispute_lost"
  | "payment_failed"
  | "under_review";

/** Everything as text for people: money and credits are formatted by the caller. */
export interface PurchaseNoticeProps {
  readonly news: News;
  readonly name: string;
  readonly packName: string;
  /** What was refunded, disputed or refused. */
  readonly amount: string;
  /** The whole payment. */
  readonly paid: string;
  /** The balance as a sentence's end: "1,200 credits", or "−400 credits (owed)". */
  readonly balance: string;
  readonly purchaseId: string;
  readonly purchaseUrl: string;
}

interface Words {
  readonly title: string;
  readonly text: string;
}

/** What the customer reads. A dispute that the seller wins is one that the bank decided against them. */
export function describeNews({ news, amount, packName }: PurchaseNoticeProps): Words {
  switch (news) {
    case "refunded":
      return {
        title: `${amount} refunded`,
        text: `we refunded ${amount} for ${packName} and removed the credits that it paid for. The money reaches you within 5 to 10 business days, the way you paid.`,
      };
    case "refund_failed":
      return {
        title: `Your refund of ${amount} failed`,
        text: `your bank did not accept the refund for ${packName}, so its credits were added back. Reply to this message to agree on another way.`,
      };
    case "dispute_opened":
      return {
        title: `Your payment of ${amount} is disputed`,
        text: `your bank reported a dispute about ${packName} and withdrew the payment. Its credits are removed until the bank decides. If the dispute is a mistake, ask your bank to withdraw it.`,
      };
    case "dispute_won":
      return {
        title: `The dispute about ${amount} is closed`,
        text: `your bank decided that the payment for ${packName} stands. Its credits were added back.`,
      };
    case "dispute_lost":
      return {
        title: `Your bank returned ${amount}`,
        text: `your bank decided the dispute about ${packName} in your favor and returned the payment. Its credits stay removed.`,
      };
    case "payment_failed":
      return {
        title: `Your payment of ${amount} failed`,
        text: `your bank refused the payment for ${packName}. Nothing was charged, and no credits were added. You can try again with another way to pay.`,
      };
    case "under_review":
      return {
        title: "Your payment is under review",
        text: `your payment for ${packName} does not match the purchase. We will credit or refund it; you do not need to do anything.`,
      };
  }
}

export function PurchaseNotice({ brand, ...props }: Branded<PurchaseNoticeProps>) {
  const { name, packName, paid, balance, purchaseUrl } = props;
  const { title, text } = describeNews(props);
  return (
    <Layout brand={brand} preview={text} title={title}>
      <Paragraph>
        Hello {name}, {text}
      </Paragraph>
      <Lines
        lines={[
          ["Pack", packName],
          ["Price", paid],
          ["Balance", balance],
        ]}
      />
      <Action brand={brand} href={purchaseUrl}>
        See the purchase
      </Action>
      <FinePrint>Purchase {props.purchaseId}.</FinePrint>
    </Layout>
  );
}
