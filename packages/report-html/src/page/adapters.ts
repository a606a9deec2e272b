import { isMatrix, type StoredResult } from "@wireduel/core/report";
import { type Markup, markup } from "../markup/markup.js";
import { lookOf } from "../pictures/look.js";

/** A longer list is folded. */
const MOST_SHOWN = 24;

/** The mark that each adapter of a run has in the pictures. The script makes them buttons that show one adapter alone. */
export function adaptersOf(stored: StoredResult): Markup {
  if (isMatrix(stored) || stored.timings.length < 2) return markup``;
  const { timings } = stored;
  const title = markup`<span id="adapters-name">Each adapter has its mark in the pictures.</span>`;
  const list = markup`<ul id="adapters" aria-labelledby="adapters-name">${timings.map(entryOf)}</ul>`;
  return timings.length > MOST_SHOWN
    ? markup`<details><summary>${title}</summary>${list}</details>`
    : markup`<p class="soft">${title}</p>${list}`;
}

function entryOf({ label }: { readonly label: string }, index: number): Markup {
  const { classes, mark } = lookOf(index);
  return markup`<li class="${classes}" dir="auto"><svg aria-hidden="true" width="14" height="14" viewBox="-7 -7 14 14">${mark(0, 0)}</svg> ${label}</li>\n`;
}
