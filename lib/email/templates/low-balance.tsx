import { Action, FinePrint, Layout, Paragraph } from "./layout";

export interface LowBalanceProps {
  readonly name: string;
  readonly balance: string;
  readonly threshold: string;
  readonly inDebt: boolean;
  readonly packsUrl: string;
}

export function LowBalance({ name, balance, threshold, inDebt, packsUrl }: LowBalanceProps) {
  return (
    <Layout preview={`Your balance is ${balance} credits.`} title={`${balance} credits left`}>
      <Paragraph>
        Hello {name},{" "}
        {inDebt
          ? "more credits were taken back than were left, so nothing can be spent until the next purchase has made up for it."
          : "your credits are running low. When they are used up, what depends on them stops."}
      </Paragraph>
      <Action href={packsUrl}>Buy credits</Action>
      <FinePrint>
        This is sent once when a balance falls below {threshold} credits, and again only after it
        has been above in between.
      </FinePrint>
    </Layout>
  );
}
