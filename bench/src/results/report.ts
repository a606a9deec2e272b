import { formatRun } from "./format-run.js";
import type { BenchResults } from "./results.js";
import { markdownTable, textTable } from "./table.js";
import { tablesOf } from "./tables.js";

/** The text for the terminal. */
export function formatReport(results: BenchResults): string {
  const parts = tablesOf(results).map(({ title, note, head, rows }) => {
    const heading = `=== ${title} ===`;
    return [heading, ...(note === undefined ? [] : [note]), "", textTable(head, rows)].join("\n");
  });
  return [...parts, ...failureLines(results), headingOf(results)].join("\n\n");
}

/** The Markdown of docs/performance.md. */
export function formatMarkdown(results: BenchResults): string {
  const parts = tablesOf(results).map(({ title, note, head, rows }) =>
    [`### ${title}`, ...(note === undefined ? [] : [note]), markdownTable(head, rows)].join("\n\n"),
  );
  return `${[headingOf(results), ...parts, ...failureLines(results)].join("\n\n")}\n`;
}

/** The command, machine, versions and blocks. */
function headingOf(results: BenchResults): string {
  const { blocks, seed, mode } = results;
  return [
    formatRun(results),
    ...(mode === "quick" ? ["a smoke run of cold code: its numbers say nothing"] : []),
    `${blocks} complete blocks, each with one round of everything in fresh processes, seed ${seed}; loopback`,
  ].join("; ");
}

function failureLines({ failures }: BenchResults): string[] {
  return failures.map(
    ({ name, messages }) => `${messages.length} rounds failed of ${name}: ${messages[0] ?? ""}`,
  );
}
