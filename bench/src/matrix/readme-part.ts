import type { BenchmarkResult, Comparison, MatrixCell, MatrixResult } from "@wireduel/core";
import { typicalRound } from "@wireduel/core";

/**
 * The part of the README about a matrix, in Markdown: a table with a row for each payload and network, and a column for each
 * adapter. The first adapter is the one that the others are compared with.
 */
export function readmePart(matrix: MatrixResult): string {
  const { axes, adapters } = matrix;
  const labels = adapters.map(({ label }) => label);
  const [first] = labels;
  const rows = axes.payloads.flatMap((payload, size) =>
    axes.networks.map((network, index) => {
      const cell = matrix.cells.findIndex(
        (one) => one.payload === size && one.network === index && one.load === 0,
      );
      const best = fastestOf(matrix, cell);
      const texts = labels.map((label) => {
        const text = cellInWords(matrix.cells[cell], label);
        return best.includes(label) ? `**${text}**` : text;
      });
      return [`${payload.label}, ${network.label === "none" ? "no network" : network.label}`, ...texts];
    }),
  );
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const head = ["payload, network", ...labels];
  return [
    [line(head), line(head.map(() => "---")), ...[...rows, ...wireRow(matrix, labels)].map(line)].join("\n"),
    [
      `${first} has the median time until the receiver has the payload; the others, how many times as long they take (all intervals together hold`,
      `in ${Math.floor(100 * matrix.confidence)} of 100 runs). Bold: shown to be the fastest, or the same as it. ${originInWords(matrix)}`,
    ].join("\n"),
  ].join("\n\n");
}

/** The adapters that are shown to be the fastest of a cell, alone or together. */
function fastestOf({ fastest }: MatrixResult, cell: number): readonly string[] {
  const found = fastest.find((one) => one.cell === cell);
  return found?.verdict === "one" || found?.verdict === "same" ? found.labels : [];
}

/** How many bytes a payload of the first size and its receipt have on the wire. None if they were not counted. */
function wireRow({ axes, cells }: MatrixResult, labels: readonly string[]): readonly (readonly string[])[] {
  const timings = cells.find(({ payload }) => payload === 0)?.result?.timings ?? [];
  const counts = labels.map((label) => {
    const timing = timings.find((one) => one.label === label);
    return timing && typicalRound(timing)?.wire?.steady;
  });
  const texts = counts.map((steady) => {
    if (!steady) return "not counted";
    const each = (bytes: number) => Math.round(bytes / steady.payloads);
    return `${each(steady.upBytes)} + ${each(steady.downBytes)}`;
  });
  return counts.some(Boolean)
    ? [[`${axes.payloads[0]?.label} and its receipt, bytes on the wire`, ...texts]]
    : [];
}

function cellInWords(cell: MatrixCell | undefined, label: string): string {
  const result = cell?.result;
  if (!result) return "not measured";
  const compared = result.comparisons.filter(({ decides }) => decides);
  if (compared.length === 0) return "not measured";
  const found = compared.find((one) => one.label === label);
  return found ? ratioInWords(found) : medianInWords(result, label);
}

function medianInWords({ timings }: BenchmarkResult, label: string): string {
  const timing = timings.find((one) => one.label === label);
  const medians = (timing?.rounds ?? [])
    .flatMap(({ times }) => times.transmissionMs?.p50 ?? [])
    .sort((a, b) => a - b);
  const [low, high] = [medians[Math.ceil(medians.length / 2) - 1], medians[Math.floor(medians.length / 2)]];
  return low === undefined || high === undefined
    ? "not measured"
    : `${Number(((low + high) / 2).toPrecision(3))} ms`;
}

function ratioInWords({ verdict, low, high }: Comparison): string {
  if (verdict === "invalid") return "not valid";
  if (verdict === "same") return "the same";
  if (low === null || high === null) return "undecided";
  const interval = `${ratio(low)} to ${ratio(high)}`;
  return verdict === "undecided" ? `undecided (${interval})` : interval;
}

/** What is not 1 does not look like 1. */
function ratio(value: number): string {
  const text = value >= 100 ? value.toFixed(0) : value.toPrecision(value < 2 ? 3 : 2);
  return value !== 1 && Number(text) === 1 ? value.toFixed(3) : text;
}

function originInWords({ machine, provenance, startedAt }: MatrixResult): string {
  const { cpuCount, cpuModel, platform } = machine;
  return `Measured ${startedAt.slice(0, 10)} with Node ${provenance.node} on ${cpuCount} x ${cpuModel} (${platform}); \`npx --yes pnpm@10 bench matrix\` repeats it.`;
}
