import { lexer, type MarkedToken, type Token, type Tokens } from "marked";
import { Fragment, type ReactNode } from "react";

interface Props {
  readonly text: string;
  /** Gives each heading its id; called once per heading, in their order. */
  readonly toId: (heading: Token) => string;
  /** Where a link leads; undefined: it is shown as text. */
  readonly resolveLink: (href: string) => string | undefined;
  /** Where an image is served; undefined: its description is shown. */
  readonly resolveImage: (src: string) => string | undefined;
}

/** A text in Markdown as elements: nothing in it can become HTML, script or a link of its own. */
export function Markdown({ text, ...context }: Props) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 leading-relaxed [overflow-wrap:anywhere]">
      {renderAll(lexer(text), context)}
    </div>
  );
}

type Context = Omit<Props, "text">;

function renderAll(tokens: readonly Token[] = [], context: Context): ReactNode {
  // Tokens have no ids, and a document doesn't change while it is shown.
  return tokens.map((token, place) => (
    <Fragment key={`${place} ${token.type}`}>{render(token as MarkedToken, context)}</Fragment>
  ));
}

function render(token: MarkedToken, context: Context): ReactNode {
  switch (token.type) {
    case "heading":
      return renderHeading(token, context);
    case "paragraph":
      return <p>{renderAll(token.tokens, context)}</p>;
    case "list":
      return renderList(token, context);
    case "table":
      return renderTable(token, context);
    case "code":
      return (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it with the keys
          tabIndex={0}
          className="overflow-x-auto rounded-lg border bg-muted/40 px-4 py-3 text-sm"
        >
          <code>{token.text}</code>
        </pre>
      );
    case "blockquote":
      return (
        <blockquote className="grid gap-3 border-l-2 pl-4 text-muted-foreground">
          {renderAll(token.tokens, context)}
        </blockquote>
      );
    case "hr":
      return <hr />;
    case "strong":
      return <strong className="font-semibold">{renderAll(token.tokens, context)}</strong>;
    case "em":
      return <em>{renderAll(token.tokens, context)}</em>;
    case "codespan":
      return <code className="rounded bg-muted px-1 py-0.5 text-[0.9em]">{token.text}</code>;
    case "br":
      return <br />;
    case "link":
      return renderLink(token, context);
    case "image":
      return renderImage(token, context);
    case "text":
      return token.tokens ? renderAll(token.tokens, context) : token.text;
    case "escape":
      return token.text;
    default:
      return null;
  }
}

const HEADINGS: Readonly<Record<number, string>> = {
  2: "mt-6 font-semibold text-xl",
  3: "mt-3 font-semibold text-lg",
};

function renderHeading(token: Tokens.Heading, context: Context): ReactNode {
  const Heading = `h${Math.max(token.depth, 2)}` as "h2";
  const className = `scroll-mt-4 ${HEADINGS[token.depth] ?? "font-semibold"}`;
  return (
    <Heading id={context.toId(token)} className={className}>
      {renderAll(token.tokens, context)}
    </Heading>
  );
}

function renderList({ ordered, start, items }: Tokens.List, context: Context): ReactNode {
  const children = items.map((item, place) => (
    <li key={place} className="pl-1 [&>p]:inline">
      {renderAll(item.tokens, context)}
    </li>
  ));
  return ordered ? (
    <ol start={Number(start) || 1} className="grid list-decimal gap-1.5 pl-6">
      {children}
    </ol>
  ) : (
    <ul className="grid list-disc gap-1.5 pl-6">{children}</ul>
  );
}

function renderTable({ header, rows }: Tokens.Table, context: Context): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it with the keys
    <div tabIndex={0} className="overflow-x-auto">
      <table className="w-full border-collapse text-left text-sm">
        <thead>
          <tr>
            {header.map((cell, column) => (
              <th key={column} scope="col" className="border-b px-3 py-2 font-medium first:pl-0">
                {renderAll(cell.tokens, context)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row} className="border-b align-top last:border-b-0">
              {cells.map((cell, column) => (
                <td key={column} className="px-3 py-2 [overflow-wrap:normal] first:pl-0">
                  {renderAll(cell.tokens, context)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function renderLink({ href, tokens }: Tokens.Link, context: Context): ReactNode {
  const target = context.resolveLink(href);
  if (target === undefined) return renderAll(tokens, context);
  return (
    <a href={target} className="text-accent underline underline-offset-4">
      {renderAll(tokens, context)}
    </a>
  );
}

function renderImage({ href, text }: Tokens.Image, context: Context): ReactNode {
  const src = context.resolveImage(href);
  if (src === undefined) return text;
  return <img src={src} alt={text} loading="lazy" className="rounded-lg border" />;
}
