import type { Db } from "@/db/client";
import { env } from "@/env";
import type { MailBrand } from "@/lib/email/templates/layout";
import { readSetting } from "@/lib/settings/settings";
import { DEFAULT_COLOR } from "@/lib/shared/brand";

/** How mails look now, and the name that they come from (empty: the one of EMAIL_FROM). */
export async function readMailBrand(db: Db): Promise<{ brand: MailBrand; senderName: string }> {
  const { name, colorLight, logo, mailSender } = await readSetting(db, "brand");
  return {
    brand: {
      name,
      color: colorLight || DEFAULT_COLOR,
      logoUrl: logo ? `${env().web.appUrl}/brand/${logo}` : undefined,
    },
    senderName: mailSender,
  };
}
