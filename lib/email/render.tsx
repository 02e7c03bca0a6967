import { render, toPlainText } from "@react-email/components";
import type { ReactElement } from "react";
import type { AccountMessage } from "./account-messages";
import { Account } from "./templates/account";
import { AdminNotice, type AdminNoticeProps, describeCount } from "./templates/admin-notice";
import {
  ExpiringCredits,
  type ExpiringCreditsProps,
  expiringCreditsTitle,
} from "./templates/expiring-credits";
import { DEFAULT_MAIL_BRAND, type MailBrand } from "./templates/layout";
import { LowBalance, type LowBalanceProps, lowBalanceTitle } from "./templates/low-balance";
import {
  describeNews,
  PurchaseNotice,
  type PurchaseNoticeProps,
} from "./templates/purchase-notice";
import { Receipt, type ReceiptProps } from "./templates/receipt";

/** What a message says, for programs that show HTML and for those that don't. */
export interface Rendered {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

export async function renderReceipt(
  props: ReceiptProps,
  brand: MailBrand = DEFAULT_MAIL_BRAND,
): Promise<Rendered> {
  return {
    subject: `Receipt: ${props.credits} credits (${props.packName})`,
    ...(await renderBodies(<Receipt {...props} brand={brand} />)),
  };
}

export async function renderLowBalance(
  props: LowBalanceProps,
  brand: MailBrand = DEFAULT_MAIL_BRAND,
): Promise<Rendered> {
  return {
    subject: lowBalanceTitle(props),
    ...(await renderBodies(<LowBalance {...props} brand={brand} />)),
  };
}

export async function renderExpiringCredits(
  props: ExpiringCreditsProps,
  brand: MailBrand = DEFAULT_MAIL_BRAND,
): Promise<Rendered> {
  return {
    subject: expiringCreditsTitle(props),
    ...(await renderBodies(<ExpiringCredits {...props} brand={brand} />)),
  };
}

export async function renderPurchaseNotice(
  props: PurchaseNoticeProps,
  brand: MailBrand = DEFAULT_MAIL_BRAND,
): Promise<Rendered> {
  return {
    subject: describeNews(props).title,
    ...(await renderBodies(<PurchaseNotice {...props} brand={brand} />)),
  };
}

export async function renderAdminNotice(
  props: AdminNoticeProps,
  brand: MailBrand = DEFAULT_MAIL_BRAND,
): Promise<Rendered> {
  return {
    subject: describeCount(props.items),
    ...(await renderBodies(<AdminNotice {...props} brand={brand} />)),
  };
}

export async function renderAccountMessage(
  message: AccountMessage,
  brand: MailBrand = DEFAULT_MAIL_BRAND,
): Promise<Rendered> {
  return {
    subject: message.subject,
    ...(await renderBodies(<Account {...message} brand={brand} />)),
  };
}

async function renderBodies(element: ReactElement) {
  const html = await render(element);
  return { html, text: toPlainText(html, textOptions) };
}

const textOptions: Parameters<typeof toPlainText>[1] = {
  selectors: [
    { selector: "h1", options: { uppercase: false } },
    { selector: "table.lines", format: "dataTable" },
  ],
};
