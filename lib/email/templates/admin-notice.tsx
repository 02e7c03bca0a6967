import { Action, type Branded, FinePrint, Layout, Paragraph } from "./layout";

/** Something that needs an admin, in a sentence. */
export interface AdminNoticeItem {
  readonly sentence: string;
}

export interface AdminNoticeProps {
  readonly name: string;
  readonly items: readonly AdminNoticeItem[];
  /** How many more there are than `items`. */
  readonly more: number;
  readonly href: string;
  readonly everyMinutes: number;
}

/** The news in one line. */
export function describeCount(items: readonly AdminNoticeItem[]): string {
  const [only] = items;
  return items.length === 1 && only ? only.sentence : `${items.length} things need an admin`;
}

export function AdminNotice({
  brand,
  name,
  items,
  more,
  href,
  everyMinutes,
}: Branded<AdminNoticeProps>) {
  const title = describeCount(items);
  return (
    <Layout brand={brand} preview={title} title={title}>
      <Paragraph>Hello {name}, since the last such mail:</Paragraph>
      <ul>
        {items.map(({ sentence }) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {more > 0 && <Paragraph>And {more} more.</Paragraph>}
      <Action brand={brand} href={href}>
        Open the back office
      </Action>
      <FinePrint>
        Sent to every admin at most every {everyMinutes} minutes, each thing once. The setting
        ADMIN_NOTICES_MINUTES changes how often; 0 sends none.
      </FinePrint>
    </Layout>
  );
}
