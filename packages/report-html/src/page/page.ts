import { type BenchmarkResult, isMatrix, reportParts, type StoredResult } from "@wireduel/core/report";
import { blocksAsHtml, linesAsHtml } from "../markup/blocks.js";
import { Markup, markup } from "../markup/markup.js";
import { figureOf } from "../pictures/figure.js";
import { CHAPTERS, type Chapter } from "../pictures/pictures.js";
import { repeatOf } from "./repeat.js";
import { settingsOf } from "./settings.js";
import { STYLE } from "./style.js";
import { topOf } from "./top.js";

/** The page asks nobody for anything, and runs nothing, wherever it is opened. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The whole page. */
export function pageOf(stored: StoredResult, command: string | undefined): Markup {
  const parts = reportParts(stored);
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Wireduel${parts.title !== "" && `: ${parts.title}`}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<main>
${topOf(parts)}
${CHAPTERS.map((chapter) => chapterOf(chapter, stored))}
${moreOf(blocksAsHtml(parts.more))}
${notesOf(parts.notes)}
${settings(stored)}
${repeatOf(stored, command)}
</main>
</body>
</html>
`;
}

/** A chapter without pictures is left out. */
function chapterOf({ id, title, pictures }: Chapter, stored: StoredResult): Markup {
  const figures = pictures.flatMap((picturesOf) => picturesOf(stored)).map(figureOf);
  if (figures.length === 0) return markup``;
  return markup`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>\n${figures}</section>\n`;
}

function moreOf(blocks: readonly Markup[]): Markup {
  if (blocks.length === 0) return markup``;
  return markup`<section aria-labelledby="more"><h2 id="more">All tables</h2>
<details><summary>Other measures, rounds and what each end used</summary>
${blocks}</details></section>`;
}

function notesOf(notes: readonly string[]): Markup {
  if (notes.length === 0) return markup``;
  return markup`<section aria-labelledby="notes"><h2 id="notes">Notes</h2>${linesAsHtml(notes.map((note) => `- ${note}`))}</section>`;
}

/** Each cell of a matrix has settings of its own. The page shows those of one. */
function settings(stored: StoredResult): Markup {
  if (!isMatrix(stored)) return settingsOf(stored, "");
  const measured = stored.cells.find(({ result }) => result !== null);
  if (measured === undefined) return markup``;
  return settingsOf(
    measured.result as BenchmarkResult,
    "These are the settings of the first cell that was measured.",
  );
}
