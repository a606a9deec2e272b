import type { GateSummary, ReportParts } from "@wireduel/core/report";
import { blocksAsHtml, linesAsHtml, withHeadline } from "../markup/blocks.js";
import { type Markup, markup } from "../markup/markup.js";
import { gateSummaryOf } from "./gate-summary.js";

/** A verdict of more characters than this, or below the answer of a gate, is set a little smaller. */
const LONG = 240;

/** The top of the page: the verdict, what may spoil it, each adapter, why and how sure, and what was measured. */
export function topOf(
  { title, conclusion, table, measured, warnings }: ReportParts,
  gate: GateSummary | undefined,
): Markup {
  const { headline, rest } = withHeadline(conclusion);
  const long = (gate !== undefined || headline.join("").length > LONG) && markup` long`;
  return markup`<header>
<h1 dir="auto">Wireduel${title !== "" && `: ${title}`}</h1>
${gate !== undefined && gateSummaryOf(gate)}<div class="verdict${long}">${linesAsHtml(headline)}</div>
</header>
${warningsOf(warnings)}
<div class="each">${blocksAsHtml(table, 2, "Each adapter")}</div>
${blocksAsHtml(rest, 2)}
<p class="soft" dir="auto">${measured.join(" ")}</p>
`;
}

function warningsOf(warnings: readonly string[]): Markup {
  if (warnings.length === 0) return markup``;
  return markup`<section class="warnings" aria-labelledby="warnings"><h2 id="warnings">Read the numbers with care</h2>
${linesAsHtml(warnings)}</section>`;
}
