import { type Markup, markup } from "../markup/markup.js";

/** A part of the page with a heading. */
export interface Section {
  /** Unique on the page. Letters, digits and `-`. */
  readonly id: string;
  readonly title: string;
  readonly content: Markup;
}

export function sectionAsHtml({ id, title, content }: Section): Markup {
  return markup`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${content}</section>\n`;
}

/** With fewer sections, a reader sees at once what there is. */
const FEWEST_LISTED = 4;

/** Links to all sections. */
export function contentsOf(sections: readonly Section[]): Markup {
  if (sections.length < FEWEST_LISTED) return markup``;
  const links = sections.map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>`);
  return markup`<nav aria-label="On this page"><ul>${links}</ul></nav>`;
}
