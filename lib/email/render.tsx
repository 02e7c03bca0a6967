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

export async function renderReceipt(props: ReceiptProps): Promise<Rendered> {
  return {
    subject: `Receipt: ${props.credits} credits (${props.packName})`,
    ...(await renderBodies(<Receipt {...props} />)),
  };
}

export async function renderLowBalance(props: LowBalanceProps): Promise<Rendered> {
  return {
    subject: lowBalanceTitle(props),
    ...(await renderBodies(<LowBalance {...props} />)),
  };
}

export async function renderExpiringCredits(props: ExpiringCreditsProps): Promise<Rendered> {
  return {
    subject: expiringCreditsTitle(props),
    ...(await renderBodies(<ExpiringCredits {...props} />)),
  };
}

export async function renderPurchaseNotice(props: PurchaseNoticeProps): Promise<Rendered> {
  return {
    subject: describeNews(props).title,
    ...(await renderBodies(<PurchaseNotice {...props} />)),
  };
}

export async function renderAdminNotice(props: AdminNoticeProps): Promise<Rendered> {
  return {
    subject: describeCount(props.items),
    ...(await renderBodies(<AdminNotice {...props} />)),
  };
}

export async function renderAccountMessage(message: AccountMessage): Promise<Rendered> {
  return { subject: message.subject, ...(await renderBodies(<Account {...message} />)) };
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
