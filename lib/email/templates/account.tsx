import { Section, Text } from "@react-email/components";
import type { AccountMessage } from "../account-messages";
import { Action, type Branded, colors, FinePrint, Layout, Paragraph } from "./layout";

/** A mail about an account: what happened or is asked, one thing to do, and what if it wasn't you. */
export function Account({
  brand,
  subject,
  paragraphs,
  code,
  action,
  note,
}: Branded<AccountMessage>) {
  return (
    <Layout brand={brand} preview={paragraphs[0] ?? subject} title={subject}>
      {paragraphs.map((paragraph) => (
        <Paragraph key={paragraph}>{paragraph}</Paragraph>
      ))}
      {code && (
        <Section style={{ backgroundColor: colors.background, borderRadius: 8 }}>
          <Text
            style={{
              margin: 0,
              padding: "14px 0",
              textAlign: "center",
              fontSize: 28,
              fontWeight: 600,
              letterSpacing: 6,
              color: colors.text,
            }}
          >
            {code}
          </Text>
        </Section>
      )}
      {action && (
        <Action brand={brand} href={action.href}>
          {action.text}
        </Action>
      )}
      <FinePrint>{note}</FinePrint>
    </Layout>
  );
}
