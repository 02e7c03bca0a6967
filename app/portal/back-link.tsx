import { ArrowLeft } from "lucide-react";
import { cookies } from "next/headers";
import { cookieName } from "@/lib/access/session-cookie";
import { isAllowedReturn } from "@/lib/customers/portal";

/** The way back to the site that sent a customer here; nothing for those who came by themselves. */
export async function BackLink() {
  const back = (await cookies()).get(cookieName("portal-return"))?.value;
  if (!back || !isAllowedReturn(back)) return null;
  return (
    <a
      href={back}
      className="flex items-center gap-1.5 justify-self-start text-muted-foreground underline-offset-4 hover:underline print:hidden"
    >
      <ArrowLeft aria-hidden className="size-4" />
      Back to {new URL(back).host}
    </a>
  );
}
