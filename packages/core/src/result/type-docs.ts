// Reads the comments of types from source text, for the descriptions of the JSON Schema.

/** The comments of types and their fields. */
export interface Docs {
  /** The comment of a type. Undefined if it has none. */
  type(name: string): string | undefined;
  /** The comment of a field, in the type itself or in a type that it extends. */
  field(type: string, name: string): string | undefined;
}

interface TypeDocs {
  readonly comment: string | undefined;
  readonly fields: ReadonlyMap<string, string>;
  /** Types that are named in its head. Some of its fields may come from them. */
  readonly parents: readonly string[];
}

const TYPE =
  /(?:^\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?^export (?:interface (\w+)([^{]*)\{([\s\S]*?)^\}|type (\w+) =([^;{]*))/gm;
const FIELD = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*readonly (\w+)\??:/g;

/** Finds the comments before exported types and before `readonly` fields of interfaces. */
export function readDocs(sources: readonly string[]): Docs {
  const types = new Map<string, TypeDocs>();
  for (const [, comment, name, head = "", body = "", alias, target = ""] of sources
    .join("\n")
    .matchAll(TYPE)) {
    const fields = [...body.matchAll(FIELD)].map(
      ([, text, field]) => [field as string, plain(text as string)] as const,
    );
    types.set((name ?? alias) as string, {
      comment: comment === undefined ? undefined : plain(comment),
      fields: new Map(fields),
      parents: `${head} ${target}`.match(/\w+/g) ?? [],
    });
  }
  const field = (type: string, name: string): string | undefined => {
    const found = types.get(type);
    if (found === undefined || found.fields.has(name)) return found?.fields.get(name);
    return found.parents
      .filter((parent) => parent !== type)
      .map((parent) => field(parent, name))
      .find((text) => text !== undefined);
  };
  return { type: (name) => types.get(name)?.comment, field };
}

/** The text of a comment without its stars. Joins lines, except between paragraphs and list items. */
function plain(comment: string): string {
  const lines = comment.split("\n").map((line) => line.replace(/^\s*\* ?/, "").trim());
  return lines
    .join("\n")
    .trim()
    .replaceAll(/(?<!\n)\n(?![\n-])/g, " ");
}
