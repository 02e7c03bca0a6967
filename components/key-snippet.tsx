import { CopyButton } from "@/components/ui/copy-button";
import { writeClientExample, writeCurlExample } from "./key-examples";

interface Props {
  readonly apiKey: string;
  /** Where the API is, such as https://credits.example.com. */
  readonly origin: string;
}

/** How a service uses a new key, ready to paste. */
export function KeySnippet(props: Props) {
  return (
    <div className="grid gap-3 text-foreground">
      <Snippet title="curl" code={writeCurlExample(props)} />
      <Snippet title="TypeScript" code={writeClientExample(props)} />
    </div>
  );
}

function Snippet({ title, code }: { readonly title: string; readonly code: string }) {
  return (
    <figure className="min-w-0 rounded-lg border bg-surface">
      <figcaption className="flex items-center justify-between pl-3 font-medium text-xs">
        {title}
        <CopyButton text={code} label={`Copy the ${title} example`} />
      </figcaption>
      <pre
        className="overflow-x-auto border-t p-3 font-mono text-xs"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll it
        tabIndex={0}
      >
        {code}
      </pre>
    </figure>
  );
}
