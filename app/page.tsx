import { LockKeyhole, ScrollText, Zap } from "lucide-react";
import Link from "next/link";
import { redirect } from "next/navigation";
import { PackCard } from "@/components/credits/pack-card";
import { LegalLinks } from "@/components/legal-links";
import { homePathOf } from "@/components/navigation";
import { PublicHeader } from "@/components/public-header";
import { Button } from "@/components/ui/button";
import { currentUser, safePath } from "@/lib/access";
import { isSignUpOpen } from "@/lib/access/sign-up";
import { listPacks } from "@/lib/purchases/packs";
import { database } from "@/lib/runtime/database";
import { readSetting } from "@/lib/settings/settings";
import { readQuery, type SearchParams, withQuery } from "@/lib/shared/query";
import { BrandLogo } from "./brand-logo";

const PROMISES = [
  {
    icon: Zap,
    title: "Credited within a second",
    text: "Stripe confirms each payment to us, and its credits are added exactly once.",
  },
  {
    icon: ScrollText,
    title: "Every credit explained",
    text: "Each credit added or used is an entry with its reason, and no entry is ever edited.",
  },
  {
    icon: LockKeyhole,
    title: "Your card stays with Stripe",
    text: "You pay on Stripe’s page. Card numbers never reach this site.",
  },
] as const;

export default async function HomePage({ searchParams }: { searchParams: SearchParams }) {
  const { next } = await readQuery(searchParams, "next");
  const user = await currentUser();
  if (user) redirect(safePath(next, homePathOf(user.role)) as "/");
  const db = database().read;
  const [packs, links] = await Promise.all([listPacks(db), readSetting(db, "legal_links")]);
  const signInHref = withQuery("/sign-in", { next });
  const joinPath = isSignUpOpen() ? "/sign-up" : "/sign-in";
  return (
    <div className="flex min-h-dvh flex-col">
      <PublicHeader logo={<BrandLogo />}>
        <Button asChild variant="secondary" size="sm">
          <Link href={signInHref as "/"}>Sign in</Link>
        </Button>
      </PublicHeader>
      <main
        id="content"
        className="mx-auto grid w-full max-w-6xl flex-1 grid-cols-[minmax(0,1fr)] content-start gap-10 px-4 py-12 sm:px-6 sm:py-20"
      >
        <div className="grid max-w-2xl gap-5">
          <h1 className="font-semibold text-4xl sm:text-5xl">
            Credits, paid once and spent exactly.
          </h1>
          <p className="text-lg text-muted-foreground">
            Buy a pack by card. The credits are in your account within a second of the payment, and
            every change of the balance can be explained.
          </p>
          <div className="flex flex-wrap gap-3">
            <Button asChild>
              <Link href={withQuery(joinPath, { next }) as "/"}>Get started</Link>
            </Button>
            <Button asChild variant="secondary">
              <a href="#packs-title">See the packs</a>
            </Button>
          </div>
        </div>
        <ul className="grid gap-x-8 gap-y-6 border-t pt-8 sm:grid-cols-3">
          {PROMISES.map(({ icon: Icon, title, text }) => (
            <li key={title} className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
              <Icon aria-hidden className="mt-0.5 size-4 text-accent" />
              <p className="font-medium">{title}</p>
              <p className="col-start-2 text-muted-foreground">{text}</p>
            </li>
          ))}
        </ul>
        <section aria-labelledby="packs-title" className="grid gap-4">
          <h2 id="packs-title" className="scroll-mt-6 font-semibold text-lg">
            Packs
          </h2>
          <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
            {packs.map((pack) => (
              <PackCard key={pack.code} pack={pack}>
                <Button asChild variant={pack.popular ? "primary" : "secondary"}>
                  <Link href={buyHref(joinPath, pack.code) as "/"}>Buy {pack.name}</Link>
                </Button>
              </PackCard>
            ))}
          </div>
          {packs.length === 0 && (
            <p className="text-muted-foreground">No packs are for sale at the moment.</p>
          )}
        </section>
      </main>
      <footer className="mx-auto flex w-full max-w-6xl flex-wrap gap-x-4 px-4 pb-6 text-muted-foreground text-xs sm:px-6">
        <Link href="/docs" className="py-1 hover:text-foreground hover:underline">
          Documentation
        </Link>
        <LegalLinks links={links} />
      </footer>
    </div>
  );
}

/** Through sign-up or sign-in to the pack that was chosen here. */
function buyHref(joinPath: string, packCode: string): string {
  return withQuery(joinPath, { next: withQuery("/admin/credits", { pack: packCode }) });
}
