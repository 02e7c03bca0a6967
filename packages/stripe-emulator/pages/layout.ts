import { html, raw } from "hono/html";
import { STYLE } from "./style";

/** A whole page. */
export function layout(title: string, content: unknown) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        ${content}
      </body>
    </html>`;
}

export function money(amountMinor: number | null, currency: string | null): string {
  const format = new Intl.NumberFormat("en-US", {
    style: "currency",
    currency: (currency ?? "usd").toUpperCase(),
  });
  return format.format(
    (amountMinor ?? 0) / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2),
  );
}
