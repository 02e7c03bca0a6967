import { colors } from "./layout";

interface Props {
  readonly lines: readonly (readonly [label: string, value: string])[];
}

/** Labels with their values. The last line is the result, and stands out. */
export function Lines({ lines }: Props) {
  return (
    <table className="lines" style={{ width: "100%", borderCollapse: "collapse" }}>
      <tbody>
        {lines.map(([label, value], index) => (
          <tr key={label}>
            <td style={{ ...cell, paddingRight: 16, color: colors.muted, whiteSpace: "nowrap" }}>
              {label}
            </td>
            <td
              align="right"
              style={{
                ...cell,
                color: colors.text,
                fontWeight: index === lines.length - 1 ? 600 : 400,
              }}
            >
              {value}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const cell = {
  padding: "10px 0",
  borderTop: `1px solid ${colors.border}`,
  fontSize: 14,
  lineHeight: "20px",
};
