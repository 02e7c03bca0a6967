import { ArrowLeft, MailOpen } from "lucide-react";
import { TabLinks } from "@/components/tab-links";
import { EmptyState } from "@/components/ui/empty-state";
import { Timestamp } from "@/components/ui/timestamp";
import type { Message } from "@/lib/email/messages";

export function MessageView({
  message,
  asText,
}: {
  readonly message: Message;
  readonly asText: boolean;
}) {
  const { id, subject, recipient, createdAt, html, text } = message;
  return (
    <article>
      <div className="grid gap-3 px-5 pt-4">
        <a
          href="/dev/mail"
          className="inline-flex items-center gap-1.5 text-muted-foreground text-sm lg:hidden"
        >
          <ArrowLeft aria-hidden className="size-4" /> All mail
        </a>
        <div className="grid gap-1">
          <h2 className="font-semibold text-lg">{subject}</h2>
          <p className="text-muted-foreground text-sm">
            To {recipient} · <Timestamp at={createdAt} />
          </p>
        </div>
        <TabLinks
          label="Form of the message"
          tabs={[
            { href: `/dev/mail?message=${id}`, text: "HTML", current: !asText },
            { href: `/dev/mail?message=${id}&view=text`, text: "Text", current: asText },
          ]}
        />
      </div>
      <MessageBody title={subject} html={html} text={text} asText={asText} />
    </article>
  );
}

function MessageBody(props: {
  readonly title: string;
  readonly html: string | null;
  readonly text: string | null;
  readonly asText: boolean;
}) {
  if (props.html === null) {
    return (
      <EmptyState icon={MailOpen} title="A mail server took this message">
        Only its subject is kept here.
      </EmptyState>
    );
  }
  if (props.asText) {
    return <pre className="overflow-x-auto whitespace-pre-wrap p-5 text-sm">{props.text}</pre>;
  }
  // Links open beside the page; nothing else in a message may do anything.
  return (
    <iframe
      title={props.title}
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      srcDoc={props.html.replace("<head>", '<head><base target="_blank"/>')}
      className="block h-[44rem] w-full border-0 bg-white"
    />
  );
}
