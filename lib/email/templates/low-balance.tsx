import { Action, type Branded, FinePrint, Layout, Paragraph } from "./layout";

export interface LowBalanceProps {
  readonly name: string;
  /** What there is, or what is owed. */
  readonly credits: string;
  readonly inDebt: boolean;
  readonly threshold: string;
  readonly packsUrl: string;
}

/** The subject of the mail. */
export function lowBalanceTitle({ credits, inDebt }: LowBalanceProps): string {
  return inDebt ? `You owe ${credits} credits` : `Low balance: ${credits} credits left`;
}

export function LowBalance({ brand, ...props }: Branded<LowBalanceProps>) {
  const { name, inDebt, threshold, packsUrl } = props;
  const title = lowBalanceTitle(props);
  return (
    <Layout brand={brand} preview={`${title}.`} title={title}>
      <Paragraph>
        Hello {name},{" "}
        {inDebt
          ? "a refund, a dispute or a correction removed credits that had already been spent, so nothing can be spent until the next purchase pays this."
          : "your credits are running low. When they are used up, services that use them stop."}
      </Paragraph>
      <Action brand={brand} href={packsUrl}>
        Buy credits
      </Action>
      <FinePrint>
        This is sent once when a balance falls below {threshold} credits, and again only after the
        balance was above that in between.
      </FinePrint>
    </Layout>
  );
}
