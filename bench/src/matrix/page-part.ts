import type { BenchmarkResult, MatrixResult } from "@wireduel/core";
import { formatConclusion, formatMatrixMarkdown } from "@wireduel/core/report";

/**
 * The measured part of docs/websocket-or-grpc.md, in Markdown: the report of a matrix one heading deeper, and why the
 * adapters of each cell differ.
 */
export function pagePart(matrix: MatrixResult): string {
  const [, ...report] = formatMatrixMarkdown(matrix).replaceAll(/^## /gm, "### ").split("\n");
  const why = matrix.cells.flatMap(({ payload, network, result }) => {
    const reasons = result === null ? [] : reasonsOf(result);
    const { payloads, networks } = matrix.axes;
    const place = `${payloads[payload]?.label}, network ${networks[network]?.label}`;
    return reasons.length === 0 ? [] : [`- **${place}**`, ...reasons.map((reason) => `  - ${reason}`)];
  });
  return [
    report.join("\n").trim(),
    ...(why.length === 0 ? [] : ["### Why", why.join("\n")]),
    "`npx --yes pnpm@10 bench matrix` repeats the measurement.",
  ].join("\n\n");
}

/** The reasons that the conclusion of a result gives: one for each pair of which the data show one. */
function reasonsOf(result: BenchmarkResult): readonly string[] {
  const [, why] = /^Why:\s([\s\S]*?)(?:\n\n|$(?![\s\S]))/m.exec(formatConclusion(result)) ?? [];
  if (why === undefined) return [];
  return why.split("\n").map((line) => line.replace(/^- /, ""));
}
