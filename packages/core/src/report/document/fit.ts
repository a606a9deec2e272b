import { formatCount } from "../format-number.js";
import { type Block, strong } from "./block.js";
import { asMarkdown } from "./markdown.js";

/**
 * The blocks as Markdown of at most this many characters. What is too long loses the last lines of its long parts, each part
 * down to the same number of lines. The last sentence then says how many lines were left out.
 */
export function asMarkdownWithin(
  blocks: readonly Block[],
  { mostCharacters }: { readonly mostCharacters: number },
): string {
  const whole = asMarkdown(blocks);
  if (whole.length <= mostCharacters) return whole;
  const all = blocks.reduce((sum, block) => sum + linesIn(block), 0);
  const cut = (lines: number, parts: number) => {
    const kept = blocks.slice(0, parts).map((block) => cutTo(block, lines));
    const left = all - kept.reduce((sum, block) => sum + linesIn(block), 0);
    return asMarkdown([...kept, leftOut(left, mostCharacters)]);
  };
  const fits = (lines: number, parts: number) => cut(lines, parts).length <= mostCharacters;
  const longest = Math.max(...blocks.map(linesIn));
  const lines = mostThat((some) => fits(some, blocks.length), longest);
  const parts = lines > 0 ? blocks.length : mostThat((some) => fits(1, some), blocks.length);
  return cut(Math.max(1, lines), parts);
}

function leftOut(lines: number, mostCharacters: number): Block {
  const limit = formatCount(mostCharacters);
  return strong(
    `${formatCount(lines)} lines are left out, so that this has at most ${limit} characters. The stored result has them.`,
  );
}

/** The largest number up to `highest` of which something holds. 0 if it holds of none. It holds of all smaller ones, too. */
function mostThat(holds: (number: number) => boolean, highest: number): number {
  let [yes, no] = [0, highest + 1];
  while (no - yes > 1) {
    const middle = Math.floor((yes + no) / 2);
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

function linesIn(block: Block): number {
  switch (block.kind) {
    case "heading":
      return 1;
    case "lines":
      return block.lines.length;
    case "table":
      return block.rows.length;
    case "as-is":
      return block.text === "" ? 0 : block.text.split("\n").length;
  }
}

function cutTo(block: Block, lines: number): Block {
  switch (block.kind) {
    case "heading":
      return block;
    case "lines":
      return block.strong ? block : { ...block, lines: block.lines.slice(0, lines) };
    case "table":
      return { ...block, rows: block.rows.slice(0, lines) };
    case "as-is":
      return { ...block, text: block.text.split("\n").slice(0, lines).join("\n") };
  }
}
