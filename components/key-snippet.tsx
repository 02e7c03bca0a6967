import { CopyButton } from "@/components/ui/copy-button";

interface Props {
  readonly apiKey: string;
  /** Where the API is, such as https://credits.example.com. */
  readonly origin: string;
  /** Whether the key may spend: then the example does. */
  readonly spends: boolean;
}

/** How a service uses a new key, ready to paste. */
export function KeySnippet({ apiKey, origin, spends }: Props) {
  const url = `${origin}/api/v1/credits`;
  const { curl, typescript } = spends ? writeSpend(apiKey, url) : writeBalance(apiKey, url);
  return (
    <div className="grid gap-3 text-foreground">
      <Snippet title="curl" code={curl} />
      <Snippet title="TypeScript" code={typescript} />
    </div>
  );
}

function writeBalance(apiKey: string, url: string) {
  return {
    curl: `curl ${url}/balance \\
  -H "Authorization: Bearer ${apiKey}"`,
    typescript: `const apiKey = "${apiKey}"; // Keep it in a secret store.
const response = await fetch("${url}/balance", {
  headers: { authorization: \`Bearer \${apiKey}\` },
});
const { available } = await response.json();`,
  };
}

/** The same Idempotency-Key never spends twice, so a retry is safe. */
function writeSpend(apiKey: string, url: string) {
  return {
    curl: `curl ${url}/spend \\
  -H "Authorization: Bearer ${apiKey}" \\
  -H "Idempotency-Key: request-1" \\
  -H "Content-Type: application/json" \\
  -d '{"amount": "1", "service": "my-service"}'`,
    typescript: `const apiKey = "${apiKey}"; // Keep it in a secret store.
const response = await fetch("${url}/spend", {
  method: "POST",
  headers: {
    authorization: \`Bearer \${apiKey}\`,
    "idempotency-key": "request-1", // The same key never spends twice.
    "content-type": "application/json",
  },
  body: JSON.stringify({ amount: "1", service: "my-service" }),
});
if (!response.ok) throw new Error((await response.json()).detail);
const { available } = await response.json();`,
  };
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
        data-testid={`${title}-example`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll it
        tabIndex={0}
      >
        {code}
      </pre>
    </figure>
  );
}
