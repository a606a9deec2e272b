import type { JsonSchema } from "@wireduel/core/adapter";

/** What the schema of an option accepts, in words: `random | zero`, `1 to 2,147,483,647`, `text`. */
export function typeInWords(schema: JsonSchema): string {
  const { enum: choices, const: only, type, anyOf, minimum, maximum } = schema;
  if (Array.isArray(choices)) return choices.join(" | ");
  if (only !== undefined) return String(only);
  if (Array.isArray(anyOf))
    return anyOf
      .map(typeInWords)
      .filter((words) => words !== "null")
      .join(" | ");
  if (Array.isArray(type)) return type.map((one) => typeInWords({ type: one })).join(" | ");
  if (type === "integer" || type === "number") return range(minimum, maximum);
  return WORDS[String(type)] ?? "value";
}

const WORDS: Readonly<Record<string, string>> = {
  boolean: "true | false",
  string: "text",
  object: "{ … }",
  array: "[ … ]",
  null: "null",
};

function range(minimum: unknown, maximum: unknown): string {
  const [from, to] = [minimum, maximum].map((bound) =>
    (bound as number | undefined)?.toLocaleString("en-US"),
  );
  if (from === undefined) return to === undefined ? "number" : `up to ${to}`;
  return to === undefined ? `from ${from}` : `${from} to ${to}`;
}
