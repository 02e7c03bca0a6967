import {
  Body,
  Button,
  Container,
  Head,
  Heading,
  Hr,
  Html,
  Img,
  Preview,
  Section,
  Text,
} from "@react-email/components";
import type { ReactNode } from "react";
import { DEFAULT_BRAND, DEFAULT_COLOR } from "@/lib/shared/brand";

/** Mail programs know no style sheets worth relying on, so every element carries its own. */
export const colors = {
  background: "#f4f5f9",
  surface: "#ffffff",
  text: "#1b1f2a",
  muted: "#5b6272",
  border: "#e4e7ee",
  accent: DEFAULT_COLOR,
  warning: "#92580a",
} as const;

const font = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

/** How the shop looks in a mail. */
export interface MailBrand {
  readonly name: string;
  readonly color: string;
  /** The logo's address; undefined shows the name only. */
  readonly logoUrl: string | undefined;
}

/** What a template shows, in the look of the shop. */
export type Branded<Props> = Props & { readonly brand: MailBrand };

export const DEFAULT_MAIL_BRAND: MailBrand = {
  name: DEFAULT_BRAND.name,
  color: DEFAULT_COLOR,
  logoUrl: undefined,
};

interface LayoutProps {
  readonly brand: MailBrand;
  /** What a mail program shows beside the subject. */
  readonly preview: string;
  readonly title: string;
  readonly children: ReactNode;
}

export function Layout({ brand, preview, title, children }: LayoutProps) {
  return (
    <Html lang="en">
      <Head>
        <meta name="color-scheme" content="light" />
      </Head>
      <Preview>{preview}</Preview>
      <Body style={{ margin: 0, backgroundColor: colors.background, fontFamily: font }}>
        <Container style={{ maxWidth: 520, padding: "32px 16px" }}>
          <Text style={{ margin: "0 0 16px", fontSize: 14, fontWeight: 600, color: brand.color }}>
            {brand.logoUrl && (
              <Img
                src={brand.logoUrl}
                alt=""
                height={24}
                style={{ display: "inline-block", marginRight: 8, verticalAlign: "middle" }}
              />
            )}
            {brand.name}
          </Text>
          <Section
            style={{
              backgroundColor: colors.surface,
              border: `1px solid ${colors.border}`,
              borderRadius: 12,
              padding: "28px 28px 24px",
            }}
          >
            <Heading
              as="h1"
              style={{ margin: "0 0 12px", fontSize: 22, lineHeight: "28px", color: colors.text }}
            >
              {title}
            </Heading>
            {children}
          </Section>
        </Container>
      </Body>
    </Html>
  );
}

export function Paragraph({ children }: { readonly children: ReactNode }) {
  return (
    <Text style={{ margin: "0 0 16px", fontSize: 15, lineHeight: "24px", color: colors.text }}>
      {children}
    </Text>
  );
}

export function FinePrint({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <Hr style={{ margin: "24px 0 16px", borderColor: colors.border }} />
      <Text style={{ margin: 0, fontSize: 12, lineHeight: "18px", color: colors.muted }}>
        {children}
      </Text>
    </>
  );
}

interface ActionProps {
  readonly brand: MailBrand;
  readonly href: string;
  readonly children: string;
}

export function Action({ brand, href, children }: ActionProps) {
  return (
    <Button
      href={href}
      style={{
        marginTop: 20,
        padding: "11px 18px",
        borderRadius: 8,
        backgroundColor: brand.color,
        color: "#ffffff",
        fontSize: 14,
        fontWeight: 600,
      }}
    >
      {children}
    </Button>
  );
}
