import type { Block } from "@wireduel/core/report";
import { type Content, type Markup, markup } from "./markup.js";

const ITEM = "- ";

/**
 * Blocks of a report as HTML. A table has the name of the heading above it.
 * @param level that of the headings
 * @param name the name of a table without a heading
 */
export function blocksAsHtml(blocks: readonly Block[], level: 2 | 3, name = "Numbers"): Markup[] {
  let title = name;
  return blocks.map((block) => {
    if (block.kind === "heading") title = block.text;
    return blockAsHtml(block, level, title);
  });
}

/** The lines that stand out, and all other blocks. */
export function withHeadline(blocks: readonly Block[]): {
  readonly headline: readonly string[];
  readonly rest: readonly Block[];
} {
  const isHeadline = (block: Block): block is Extract<Block, { kind: "lines" }> =>
    block.kind === "lines" && block.strong;
  return {
    headline: blocks.filter(isHeadline).flatMap(({ lines }) => lines),
    rest: blocks.filter((block) => !isHeadline(block)),
  };
}

function blockAsHtml(block: Block, level: 2 | 3, title: string): Markup {
  switch (block.kind) {
    case "heading":
      return markup`<h${level} dir="auto">${block.text}</h${level}>\n`;
    case "lines":
      return linesAsHtml(block.lines);
    case "table":
      return tableAsHtml(block, title);
    case "as-is":
      return block.text === "" ? markup`` : markup`<pre tabindex="0">${block.text}</pre>\n`;
  }
}

/** Lines as paragraphs. Items that follow each other are one list. */
export function linesAsHtml(lines: readonly string[]): Markup {
  const parts: { readonly isList: boolean; readonly lines: string[] }[] = [];
  for (const line of lines.filter((one) => one !== "")) {
    const isList = line.startsWith(ITEM);
    const last = parts.at(-1);
    const text = isList ? line.slice(ITEM.length) : line;
    if (isList && last?.isList) last.lines.push(text);
    else parts.push({ isList, lines: [text] });
  }
  return markup`${parts.map(({ isList, lines: own }) =>
    isList
      ? markup`<ul>${own.map((text) => markup`<li dir="auto">${withCode(text)}</li>`)}</ul>\n`
      : markup`<p dir="auto">${own.map(withCode)}</p>\n`,
  )}`;
}

/** What stands between backticks is code. */
function withCode(text: string): Content[] {
  return text
    .split(/`([^`\n]+)`/)
    .map((part, index) => (index % 2 === 1 ? markup`<code>${part}</code>` : part));
}

/**
 * A table that scrolls on its own if it is too wide. The script lets a reader sort it, unless a row has no name: that row belongs to
 * the one above it. Cells and rows have no end tags: HTML needs none, and a large page has thousands of them. Numbers are at the
 * right, as the style of all cells says, and what else is text has a class.
 */
export function tableAsHtml({ head, rows, names }: Extract<Block, { kind: "table" }>, name: string): Markup {
  // A table without numbers has the class, and not each of its cells.
  const onlyTexts = names >= head.length;
  const alignmentOf = (column: number) => column > 0 && column < names && !onlyTexts && markup` class="text"`;
  const cell = (text: string, column: number) => {
    if (column === 0 && text === "") return markup`<td>`;
    if (column === 0) return markup`<th scope="row"${directionOf(text)}>${text}`;
    return markup`<td${alignmentOf(column)}${column < names && directionOf(text)}>${text}`;
  };
  const title = (text: string, column: number) => {
    if (text === "") return markup`<td>`;
    return markup`<th scope="col"${alignmentOf(column)}${directionOf(text)}>${text}`;
  };
  const classes = [
    ...(rows.every(([first]) => first !== "") ? ["sortable"] : []),
    ...(onlyTexts ? ["texts"] : []),
  ];
  return markup`<div class="scroll" tabindex="0" role="group" aria-label="${name}"><table${classes.length > 0 && markup` class="${classes.join(" ")}"`}>
<thead><tr>${head.map(title)}</thead>
<tbody>${rows.map((row) => markup`\n<tr>${row.map(cell)}`)}</tbody>
</table></div>\n`;
}

/** Only text that may run from right to left needs a direction of its own. */
function directionOf(text: string): Markup {
  return RIGHT_TO_LEFT.test(text) ? markup` dir="auto"` : markup``;
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|[\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
