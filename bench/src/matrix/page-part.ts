import type { MatrixResult } from "@wireduel/core";
import { formatConclusion, formatMatrixMarkdown } from "@wireduel/core/report";

/**
 * The measured part of docs/websocket-or-grpc.md, in Markdown: the report of a matrix one heading deeper, and why the
 * adapters of each cell differ.
 */
export function pagePart(matrix: MatrixResult): string {
  const [, ...report] = formatMatrixMarkdown(matrix).replaceAll(/^## /gm, "### ").split("\n");
  const why = matrix.cells.flatMap(({ payload, network, result }) => {
    const reason = result && whyInWords(formatConclusion(result));
    const { payloads, networks } = matrix.axes;
    const place = `${payloads[payload]?.label}, network ${networks[network]?.label}`;
    return reason ? `- **${place}**: ${reason}` : [];
  });
  return [
    report.join("\n").trim(),
    ...(why.length === 0 ? [] : ["### Why", why.join("\n")]),
    "`npx --yes pnpm@10 bench matrix` repeats the measurement.",
  ].join("\n\n");
}

/** The reason that a conclusion about two adapters gives. */
function whyInWords(conclusion: string): string | undefined {
  return /^Why: (.*)$/m.exec(conclusion)?.[1];
}
