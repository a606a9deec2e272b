import { type CheckedPageOptions, isMatrix, reportParts, type StoredResult } from "@wireduel/core/report";
import { resultPart } from "../embed/result-part.js";
import { blocksAsHtml, linesAsHtml } from "../markup/blocks.js";
import { type Markup, markup } from "../markup/markup.js";
import { figureOf } from "../pictures/figure.js";
import type { Rules } from "../pictures/picture.js";
import { CHAPTERS, type Chapter } from "../pictures/pictures.js";
import { adaptersOf } from "./adapters.js";
import { frameOf } from "./frame.js";
import { repeatOf } from "./repeat.js";
import { contentsOf, type Section, sectionAsHtml } from "./section.js";
import { settingsOf } from "./settings.js";
import { topOf } from "./top.js";

/** The whole page of a result. */
export function pageOf(stored: StoredResult, options: CheckedPageOptions): Markup {
  const parts = reportParts(stored, { hint: options.hint });
  const result = resultPart(stored, options.embedResult, options.resultFile);
  const chapters = CHAPTERS.flatMap((chapter) => chapterOf(chapter, stored, options));
  const sections = [
    ...chapters,
    ...moreOf(blocksAsHtml(parts.more, 3)),
    ...notesOf(parts.notes),
    ...settings(stored),
    repeatOf(stored, options.command, result.said),
  ];
  const content = markup`${topOf(parts, options.gate)}
${contentsOf(sections)}
${chapters.length > 0 && adaptersOf(stored)}
${sections.map(sectionAsHtml)}`;
  return frameOf(parts.title, content, result.element);
}

/** The pictures of more adapters are drawn once, so that the page stays small. */
const MOST_DRAWN_TWICE = 8;

/** A chapter without pictures is left out. */
function chapterOf({ id, title, pictures }: Chapter, stored: StoredResult, rules: Rules): Section[] {
  const once = !isMatrix(stored) && stored.timings.length > MOST_DRAWN_TWICE;
  const figures = pictures
    .flatMap((picturesOf) => picturesOf(stored, rules))
    .map((picture) => figureOf(picture, once));
  return figures.length === 0 ? [] : [{ id, title, content: markup`${figures}` }];
}

function moreOf(blocks: readonly Markup[]): Section[] {
  if (blocks.length === 0) return [];
  const content = markup`<details><summary>Other measures, rounds and what each end used</summary>
${blocks}</details>`;
  return [{ id: "more", title: "All tables", content }];
}

function notesOf(notes: readonly string[]): Section[] {
  if (notes.length === 0) return [];
  return [{ id: "notes", title: "Notes", content: linesAsHtml(notes.map((note) => `- ${note}`)) }];
}

/** Each cell of a matrix has settings of its own. The page shows those of one. */
function settings(stored: StoredResult): Section[] {
  if (!isMatrix(stored)) return settingsOf(stored, "");
  const [first] = stored.cells.flatMap(({ result }) => result ?? []);
  if (first === undefined) return [];
  return settingsOf(first, "These are the settings of the first cell that was measured.");
}
