// The page of two results that were compared with each other.
import {
  type ComparedCell,
  type ComparisonPageOptions,
  reportParts,
  resultComparisonParts,
  type StoredResult,
} from "@wireduel/core/report";
import { blocksAsHtml, linesAsHtml, withHeadline } from "../markup/blocks.js";
import { type Markup, markup } from "../markup/markup.js";
import { figureOf } from "../pictures/figure.js";
import { forestPlotOf } from "../pictures/forest-plot.js";
import { frameOf } from "./frame.js";
import { commandAsHtml } from "./repeat.js";
import { sectionAsHtml } from "./section.js";

const TITLE = "head compared with base";

/** The whole page. */
export function comparisonPageOf(
  cells: readonly ComparedCell[],
  { base, head, command }: ComparisonPageOptions,
): Markup {
  const parts = cells.map(partsOf);
  return frameOf(
    TITLE,
    markup`<header>
<h1>Wireduel: ${TITLE}</h1>
<div class="verdict${parts.length > 1 && markup` long`}">${parts.map(({ verdict }) => verdict)}</div>
</header>
${parts.map(({ section }) => section)}
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
  return sectionAsHtml({
    id: "repeat",
    title: "How to repeat it",
    content: markup`${commandAsHtml(command)}\n`,
  });
}

/** What the page says of a cell: at its top, and below. */
interface CellParts {
  readonly verdict: Markup;
  readonly section: Markup;
}

function partsOf({ cell, comparison }: ComparedCell, index: number): CellParts {
  const { blocks, ratios } = resultComparisonParts(comparison);
  const { headline, rest } = withHeadline(blocks);
  const id = `cell-${index}`;
  const heading =
    cell === null
      ? markup`<h2 id="${id}">How head and base compare</h2>`
      : markup`<h2 id="${id}" dir="auto">${cell}</h2>`;
  const pictures = ratios.flatMap((one, measure) => forestPlotOf(`ratios-${index}-${measure}`, one));
  return {
    verdict: markup`${cell !== null && markup`<p dir="auto">${cell}:</p>`}${linesAsHtml(headline)}`,
    section: markup`<section aria-labelledby="${id}">${heading}
${blocksAsHtml(rest, 3)}
${pictures.map((picture) => figureOf(picture, false))}</section>
`,
  };
}
