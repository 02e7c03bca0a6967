import Link from "next/link";
import { redirect } from "next/navigation";
import { PackCard } from "@/components/credits/pack-card";
import { Logo } from "@/components/logo";
import { ThemeButton } from "@/components/theme";
import { Button } from "@/components/ui/button";
import { currentPerson } from "@/lib/access";
import { isSignUpOpen } from "@/lib/access/auth-options";
import { listPacks } from "@/lib/billing/packs";
import { database } from "@/lib/database";

export default async function HomePage() {
  if (await currentPerson()) redirect("/admin/credits");
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
      <main className="mx-auto grid w-full max-w-6xl flex-1 content-start gap-12 px-4 py-12 sm:px-6 sm:py-20">
        <div className="grid max-w-2xl gap-5">
          <h1 className="font-semibold text-4xl sm:text-5xl">
            Credits, paid once and spent exactly.
          </h1>
          <p className="text-lg text-muted-foreground">
            Buy a pack by card. The credits are on your account within a second of the payment, and
            every movement can be explained.
          </p>
          <div className="flex gap-3">
            <Button asChild>
              <Link href={isSignUpOpen() ? "/sign-up" : "/sign-in"}>Get started</Link>
            </Button>
          </div>
        </div>
        <section aria-labelledby="packs-title" className="grid gap-4">
          <h2 id="packs-title" className="font-semibold text-lg">
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
