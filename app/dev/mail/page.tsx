import { MailOpen } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/page-header";
import { ThemeButton } from "@/components/theme-button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { env } from "@/env";
import { listMessages, readMessage } from "@/lib/email/messages";
import { database } from "@/lib/runtime/database";
import { cn } from "@/lib/shared/cn";
import { readQuery, type SearchParams } from "@/lib/shared/query";
import { BrandLogo } from "../../brand-logo";
import { MessageList } from "./message-list";
import { MessageView } from "./message-view";

export const metadata: Metadata = { title: "Mail" };

/** What would have been sent from this machine. In production there is no such page. */
export default async function MailPage({ searchParams }: { searchParams: SearchParams }) {
  if (env().production) notFound();
  const { message: id, view } = await readQuery(searchParams, "message", "view");
  const { read } = database();
  const [messages, message] = await Promise.all([listMessages(read), id && readMessage(read, id)]);
  if (id && !message) notFound();
  return (
    <>
      <header className="border-b bg-surface">
        <div className="mx-auto flex w-full max-w-6xl items-center justify-between px-4 py-3 sm:px-6">
          <Link href="/">
            <BrandLogo />
          </Link>
          <ThemeButton />
        </div>
      </header>
      <main className="mx-auto grid w-full max-w-6xl content-start gap-6 px-4 py-8 sm:px-6">
        <PageHeader title="Mail" lead="Messages of this development copy. Nobody else gets them." />
        <div className="grid items-start gap-6 lg:grid-cols-[20rem_1fr]">
          <Card className={cn("overflow-hidden", message && "hidden lg:block")}>
            <MessageList messages={messages} currentId={id} />
          </Card>
          <Card className={cn("overflow-hidden", !message && "hidden lg:block")}>
            {message ? (
              <MessageView message={message} asText={view === "text"} />
            ) : (
              <EmptyState icon={MailOpen} title="No message is open">
                Choose one from the list.
              </EmptyState>
            )}
          </Card>
        </div>
      </main>
    </>
  );
}
