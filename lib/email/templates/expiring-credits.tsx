import { Action, type Branded, FinePrint, Layout, Paragraph } from "./layout";

export interface ExpiringCreditsProps {
  readonly name: string;
  /** What is left of them. */
  readonly credits: string;
  readonly expiresAt: string;
  readonly activityUrl: string;
}

/** The subject of the mail. */
export function expiringCreditsTitle({ credits }: ExpiringCreditsProps): string {
  return `${credits} credits expire soon`;
}

export function ExpiringCredits({ brand, ...props }: Branded<ExpiringCreditsProps>) {
  const { name, credits, expiresAt, activityUrl } = props;
  const title = expiringCreditsTitle(props);
  return (
    <Layout brand={brand} preview={`${title}.`} title={title}>
      <Paragraph>
        Hello {name}, {credits} of the credits that you bought have not been used. They expire on{" "}
        {expiresAt}, and can't be used afterwards.
      </Paragraph>
      <Action brand={brand} href={activityUrl}>
        See your credits
      </Action>
      <FinePrint>This is sent once for each purchase whose credits expire.</FinePrint>
    </Layout>
  );
}
