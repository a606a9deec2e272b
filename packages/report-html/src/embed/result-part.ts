import type { StoredResult } from "@wireduel/core/report";
import { Markup, markup } from "../markup/markup.js";
import { compressedResult } from "./embed-result.js";

/** What the page says about the result itself, and the element that has it. */
export interface ResultPart {
  readonly said: Markup;
  readonly element: Markup;
}

/**
 * The whole result inside the page, or where it is.
 * @param file the name of its file, for a page without it
 */
export function resultPart(stored: StoredResult, embed: boolean, file: string | undefined): ResultPart {
  const text = embed ? compressedResult(stored) : undefined;
  if (text === undefined) return { said: saidOutside(embed, file), element: markup`` };
  return {
    said: markup`<p id="saved">The whole result is inside this page. <code>wireduel report</code> reads it from there, for any other format.</p>`,
    // No browser runs a script of this type. It is data that the policy of the page does not forbid.
    element: markup`<script type="application/gzip+base64" id="wireduel-result">${new Markup(text)}</script>`,
  };
}

function saidOutside(wanted: boolean, file: string | undefined): Markup {
  const why = wanted
    ? "The result is too large to be inside this page"
    : "The result itself is not inside this page";
  const where = file !== undefined && markup` It is in the file <code dir="auto">${file}</code>.`;
  return markup`<p>${why}.${where}</p>`;
}
