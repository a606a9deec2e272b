/** Markup that is safe to write. Text becomes markup only by `markup`, which escapes it. */
export class Markup {
  readonly text: string;

  /** @param text trusted markup: what this package wrote itself */
  constructor(text: string) {
    this.text = text;
  }
}

/** What can stand in markup. Text is escaped. False and null write nothing. */
export type Content = Markup | string | number | false | null | readonly Content[];

/** A template whose values are escaped, unless they are markup. For HTML and SVG alike. */
export function markup(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  const text = strings.map((part, index) => (index === 0 ? part : `${written(values[index - 1])}${part}`));
  return new Markup(text.join(""));
}

function written(value: Content | undefined): string {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(written).join("");
  return value === undefined || value === null || value === false ? "" : escaped(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Control characters and half characters have no place in a page, and characters that change the direction of text could turn
 * the sentence around a label.
 */
const NOT_SHOWN = /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u202a-\u202e\u2066-\u2069]/gu;

function escaped(text: string): string {
  return text
    .replaceAll(NOT_SHOWN, "\ufffd")
    .replaceAll(/[&<>"']/g, (character) => ENTITIES[character] as string);
}
