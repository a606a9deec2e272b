// The page of two results that were compared with each other.
import {
  type Block,
  type ResultComparison,
  reportParts,
  resultComparisonParts,
  type StoredResult,
} from "@wireduel/core/report";
import { blocksAsHtml, linesAsHtml } from "../markup/blocks.js";
import { type Markup, markup } from "../markup/markup.js";
import { figureOf } from "../pictures/figure.js";
import { forestPlotOf } from "../pictures/forest-plot.js";
import { frameOf } from "./frame.js";
import { sectionAsHtml } from "./section.js";

/** Two runs, or one cell of two matrices. */
export interface ComparedCell {
  /** What was compared, such as `10 kB, wan`. Null: two single runs. */
  readonly cell: string | null;
  readonly comparison: ResultComparison;
}

const TITLE = "head compared with base";

/** What is known besides the comparison. */
interface Known {
  readonly base?: StoredResult | undefined;
  readonly head?: StoredResult | undefined;
  readonly command?: string | undefined;
}

/** The whole page. */
export function comparisonPageOf(cells: readonly ComparedCell[], { base, head, command }: Known): Markup {
  const sections = cells.map((one, index) => sectionOf(one, index));
  return frameOf(
    TITLE,
    markup`<header>
<h1>Wireduel: ${TITLE}</h1>
<div class="verdict${sections.length > 1 && markup` long`}">${sections.map(({ verdict }) => verdict)}</div>
</header>
${sections.map(({ content }) => content)}
${measuredOf([
  ["Base", base],
  ["Head", head],
])}
${command !== undefined && repeatOf(command)}`,
  );
}

/** When, with what, and on which machine each result was measured. */
function measuredOf(results: readonly (readonly [name: string, result: StoredResult | undefined])[]): Markup {
  const known = results.flatMap(([name, result]) =>
    result === undefined
      ? []
      : [markup`<p dir="auto"><strong>${name}:</strong> ${reportParts(result).measured.join(" ")}</p>`],
  );
  if (known.length === 0) return markup``;
  return sectionAsHtml({ id: "measured", title: "What was measured", content: markup`${known}` });
}

function repeatOf(command: string): Markup {
  const content = markup`<pre tabindex="0"><code id="command">${command}</code></pre>\n`;
  return sectionAsHtml({ id: "repeat", title: "How to repeat it", content });
}

interface Section {
  readonly verdict: Markup;
  readonly content: Markup;
}

function sectionOf({ cell, comparison }: ComparedCell, index: number): Section {
  const { blocks, ratios } = resultComparisonParts(comparison);
  const isVerdict = (block: Block) => block.kind === "lines" && block.strong;
  const sentences = blocks.flatMap((block) => (block.kind === "lines" && block.strong ? block.lines : []));
  const id = `cell-${index}`;
  const heading =
    cell === null
      ? markup`<h2 id="${id}">How head and base compare</h2>`
      : markup`<h2 id="${id}" dir="auto">${cell}</h2>`;
  const pictures = ratios.flatMap((one, measure) => forestPlotOf(`ratios-${index}-${measure}`, one));
  return {
    verdict: markup`${cell !== null && markup`<p dir="auto">${cell}:</p>`}${linesAsHtml(sentences)}`,
    content: markup`<section aria-labelledby="${id}">${heading}
${blocksAsHtml(
  blocks.filter((block) => !isVerdict(block)),
  3,
)}
${pictures.map((picture) => figureOf(picture, false))}</section>
`,
  };
}
