import type { Block } from "./block.js";

/** The blocks as Markdown, as GitHub renders it. Labels and messages cannot change its structure. */
export function asMarkdown(blocks: readonly Block[]): string {
  return `${blocks
    .map(markdownOf)
    .filter((text) => text !== "")
    .join("\n\n")}\n`;
}

function markdownOf(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `## ${escaped(block.text)}`;
    case "lines":
      return linesOf(block.lines, block.strong);
    case "table":
      return tableOf(block);
    case "as-is":
      return fenced(block.text);
  }
}

const ITEM = "- ";

/** Text lines keep their line breaks. A list has an empty line before and after it. */
function linesOf(all: readonly string[], strong: boolean): string {
  const written = all.filter((line) => line !== "");
  return written
    .map((line, index) => {
      const isItem = line.startsWith(ITEM);
      const next = written[index + 1];
      const text = escaped(isItem ? line.slice(ITEM.length) : line);
      const shown = `${isItem ? ITEM : ""}${strong ? `**${text}**` : text}`;
      if (next === undefined) return shown;
      if (next.startsWith(ITEM) !== isItem) return `${shown}\n\n`;
      return isItem ? `${shown}\n` : `${shown}\\\n`;
    })
    .join("");
}

function tableOf({ head, rows, names }: Extract<Block, { kind: "table" }>): string {
  const cells = (row: readonly string[]) => `| ${row.map(escaped).join(" | ")} |`;
  const alignment = head.map((_, column) => (column < names ? "---" : "---:"));
  return [cells(head), `| ${alignment.join(" | ")} |`, ...rows.map(cells)].join("\n");
}

/** The fence is longer than any run of backticks inside it. */
function fenced(text: string): string {
  if (text === "") return "";
  const runs = [...text.matchAll(/`+/g)].map(([run]) => run.length);
  const fence = "`".repeat(Math.max(3, ...runs.map((run) => run + 1)));
  return `${fence}\n${text}\n${fence}`;
}

/** Leaves `code` as it is, but for what would end a cell of a table. */
function escaped(text: string): string {
  return text
    .replaceAll(/\s*\n\s*/g, " ")
    .split(/(`[^`]+`)/)
    .map((part, index) =>
      index % 2 === 1 ? part.replaceAll("|", "\\|") : part.replaceAll(/[\\`*_<>[\]|~#&]/g, "\\$&"),
    )
    .join("");
}
