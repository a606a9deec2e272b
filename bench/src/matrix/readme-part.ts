import type { Comparison, MatrixCell, MatrixResult } from "@wireduel/core";

/** What a protocol is for. No number shows that. */
const PURPOSES: Readonly<Record<string, string>> = {
  WebSocket: "browsers and live interfaces: chat, games, dashboards, binary streams to a page",
  gRPC: "services of several languages or teams, where a contract, deadlines and streaming calls matter",
};

/**
 * The part of the README about a matrix of two adapters, in Markdown: a table with the faster one of each cell, and the use
 * cases of each.
 */
export function readmePart(matrix: MatrixResult): string {
  const { axes, adapters } = matrix;
  const head = ["payload", ...axes.networks.map(({ label }) => networkInWords(label))];
  const rows = axes.payloads.map(({ label }, payload) => [
    label,
    ...axes.networks.map((_, network) => cellInWords(cellAt(matrix, payload, network))),
  ]);
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n"),
    [
      "Each cell has the faster protocol, and how many times as long the other one takes until the receiver has the payload. All",
      `intervals together hold in at least ${Math.floor(100 * matrix.confidence)} of 100 runs. ${originInWords(matrix)}`,
    ].join("\n"),
    adapters.map(({ label }) => `- ${useCase(matrix, label)}`).join("\n"),
  ].join("\n\n");
}

function cellAt({ cells }: MatrixResult, payload: number, network: number): MatrixCell | undefined {
  return cells.find((cell) => cell.payload === payload && cell.network === network && cell.load === 0);
}

function decidingOf(cell: MatrixCell | undefined): Comparison | undefined {
  return cell?.result?.comparisons.find(({ decides }) => decides);
}

function networkInWords(label: string): string {
  return label === "none" ? "no network" : label;
}

function cellInWords(cell: MatrixCell | undefined): string {
  const found = decidingOf(cell);
  if (found === undefined) return "not measured";
  const { label, to, verdict, low, high } = found;
  if (verdict === "invalid") return "not valid";
  if (verdict === "same") return "the same";
  const { low: from, high: until } =
    low === null || high === null ? { low: null, high: null } : { low, high };
  if (from === null || until === null) return "undecided";
  if (verdict === "undecided") return `undecided (${label} ${interval(from, until)})`;
  return verdict === "faster"
    ? `**${label}**, ${interval(1 / until, 1 / from)}`
    : `**${to}**, ${interval(from, until)}`;
}

function interval(low: number, high: number): string {
  return `${ratio(low)} to ${ratio(high)}`;
}

/** What is not 1 does not look like 1. */
function ratio(value: number): string {
  const text = value >= 100 ? value.toFixed(0) : value.toPrecision(value < 2 ? 3 : 2);
  return value !== 1 && Number(text) === 1 ? value.toFixed(3) : text;
}

function useCase(matrix: MatrixResult, label: string): string {
  const { axes } = matrix;
  const wins = axes.networks.flatMap((network, index) => {
    const sizes = axes.payloads.flatMap((payload, size) =>
      fasterOf(decidingOf(cellAt(matrix, size, index))) === label ? payload.label : [],
    );
    if (sizes.length === 0) return [];
    const all = sizes.length === axes.payloads.length;
    return `${networkInWords(network.label)} (${all ? "all sizes" : sizes.join(", ")})`;
  });
  const measured =
    wins.length === 0
      ? "This table does not show it to be faster anywhere."
      : `Faster in this table: ${wins.join(", ")}.`;
  const purpose = PURPOSES[label];
  return purpose === undefined ? `**${label}**: ${measured}` : `**Use ${label}** for ${purpose}. ${measured}`;
}

function fasterOf(found: Comparison | undefined): string | null {
  if (found?.verdict === "faster") return found.label;
  return found?.verdict === "slower" ? found.to : null;
}

function originInWords({ machine, provenance, startedAt }: MatrixResult): string {
  const { cpuCount, cpuModel, platform } = machine;
  return `Measured ${startedAt.slice(0, 10)} with Node ${provenance.node} on ${cpuCount} x ${cpuModel} (${platform}); \`npx --yes pnpm@10 bench matrix\` repeats it.`;
}
