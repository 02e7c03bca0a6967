import { LockKeyhole, ScrollText, Zap } from "lucide-react";
import Link from "next/link";
import { redirect } from "next/navigation";
import { PackCard } from "@/components/credits/pack-card";
import { Logo } from "@/components/logo";
import { ThemeButton } from "@/components/theme";
import { Button } from "@/components/ui/button";
import { currentUser } from "@/lib/access";
import { isSignUpOpen } from "@/lib/access/sign-up";
import { listPacks } from "@/lib/purchases/packs";
import { database } from "@/lib/runtime/database";

const PROMISES = [
  {
    icon: Zap,
    title: "There within a second",
    text: "Stripe’s signed message adds the credits, once, however often it arrives.",
  },
  {
    icon: ScrollText,
    title: "Nothing unexplained",
    text: "Each credit added or spent is an entry with its reason, and none is ever edited.",
  },
  {
    icon: LockKeyhole,
    title: "Your card stays with Stripe",
    text: "You pay on Stripe’s own page. Card numbers never come here.",
  },
] as const;

export default async function HomePage() {
  if (await currentUser()) redirect("/admin/credits");
  const packs = await listPacks(database().read);
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="mx-auto flex w-full max-w-6xl items-center justify-between px-4 py-4 sm:px-6">
        <Logo />
        <div className="flex items-center gap-2">
          <ThemeButton />
          <Button asChild variant="secondary" size="sm">
            <Link href="/sign-in">Sign in</Link>
          </Button>
        </div>
      </header>
      <main className="mx-auto grid w-full max-w-6xl flex-1 grid-cols-[minmax(0,1fr)] content-start gap-10 px-4 py-12 sm:px-6 sm:py-20">
        <div className="grid max-w-2xl gap-5">
          <h1 className="font-semibold text-4xl sm:text-5xl">
            Credits, paid once and spent exactly.
          </h1>
          <p className="text-lg text-muted-foreground">
            Buy a pack by card. The credits are on your account within a second of the payment, and
            every movement can be explained.
          </p>
          <div className="flex flex-wrap gap-3">
            <Button asChild>
              <Link href={isSignUpOpen() ? "/sign-up" : "/sign-in"}>Get started</Link>
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
                  <Link href="/sign-in">
                    Sign in to buy<span className="sr-only"> {pack.name}</span>
                  </Link>
                </Button>
              </PackCard>
            ))}
          </div>
        </section>
      </main>
    </div>
  );
}
