import type { ReactNode } from "react";

interface Props {
  readonly label: string;
  readonly head: readonly string[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
}

/** Numbers behind a chart: the first column names the row, the others stand on the right. */
export function SimpleTable({ label, head, rows }: Props) {
  return (
    <table aria-label={label} className="w-full text-left tabular-nums">
      <thead>
        <tr>
          {head.map((text, column) => (
            <th
              key={text}
              scope="col"
              className={`border-b py-1.5 pr-4 font-medium text-muted-foreground text-xs ${column > 1 ? "text-right" : ""}`}
            >
              {text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells }) => (
          <tr key={key} className="border-b last:border-b-0">
            {cells.map((cell, column) => (
              <td key={head[column]} className={`py-1.5 pr-4 ${column > 1 ? "text-right" : ""}`}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
