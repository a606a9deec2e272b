import { tableAsHtml } from "../markup/blocks.js";
import { type Markup, markup } from "../markup/markup.js";
import type { Drawing, Picture } from "./picture.js";

/** The widths for a phone of 360 pixels and for a desk, and the one that is scaled for both. */
const WIDTHS = { narrow: 320, wide: 820, once: 380 } as const;

/**
 * A picture with its title, how to read it, and the numbers behind it.
 * @param once whether one drawing has to do for phones and desks, because there is so much in it
 */
export function figureOf(picture: Picture, once: boolean): Markup {
  const { id, title, description, notes = [], table } = picture;
  return markup`<figure id="${id}">
<figcaption><h3 dir="auto">${title}</h3><p dir="auto">${description}</p></figcaption>
${svgsOf(picture, once)}
${notes.length > 0 && markup`<p class="soft" dir="auto">${notes.join(" ")}</p>\n`}<details><summary>The numbers of this picture</summary>
${tableAsHtml(table, `The numbers of: ${title}`)}</details>
</figure>\n`;
}

/** If there are two, a style shows one. The other one is hidden from readers of all kinds. */
function svgsOf(picture: Picture, once: boolean): Markup {
  if (once) return svgOf(picture, "once", picture.draw(WIDTHS.once));
  const [narrow, wide] = [picture.draw(WIDTHS.narrow), picture.draw(WIDTHS.wide)];
  // A picture that is wider than both scrolls, and is needed only once.
  if (narrow.width === wide.width && narrow.content.text === wide.content.text)
    return svgOf(picture, "both", wide);
  return markup`${svgOf(picture, "narrow", narrow)}${svgOf(picture, "wide", wide)}`;
}

function svgOf(
  { id, title, description }: Picture,
  size: keyof typeof WIDTHS | "both",
  { width, height, content }: Drawing,
): Markup {
  // One that is as wide as the room can grow with it.
  const fits = size !== "both" && width === WIDTHS[size] && " fits";
  const [titleId, descriptionId] = [`${id}-${size}-title`, `${id}-${size}-text`];
  return markup`<div class="scroll ${size}${fits}" tabindex="0" role="group" aria-label="${title}"><svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="${titleId} ${descriptionId}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<title id="${titleId}">${title}</title><desc id="${descriptionId}">${description}</desc>
${content}</svg></div>\n`;
}
