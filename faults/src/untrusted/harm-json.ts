// JSON whose values were changed, so that it is still JSON. Most of it passes the first checks of a decoder.
import fc from "fast-check";

/** Stands for text that is written into the JSON afterwards, because no value of JavaScript has it. */
const PLACEHOLDER = "\u{e000}";
const RAW: readonly string[] = [
  "1e999",
  "-0",
  "9007199254740993",
  `${"[".repeat(20_000)}${"]".repeat(20_000)}`,
  `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`,
  '{"__proto__":{"polluted":1}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  '"\\ud800"',
];

const HOSTILE_TEXTS = [
  ...[
    "",
    " ",
    "__proto__",
    "constructor",
    "toString",
    "\u0000",
    "\u001b]0;x\u0007",
    "\u009b31m",
    "\u202e",
    "a\r\nb",
  ],
  ...["1", "-1", "null", "x".repeat(5_000), "../../x", "</script>", '"', ",", "%s", "9".repeat(400)],
];
const HOSTILE_KEYS = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "length",
  "0",
  "",
  "\u001b[2J",
  "then",
];

const value: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], { "": null }),
  fc.constantFrom(0, 1, -1, 0.5, -1e300, 1e300, 1e-300, 2 ** 31, 2 ** 32, 2 ** 53, Number.MAX_VALUE),
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.nat(RAW.length - 1).map((index) => PLACEHOLDER + index),
);

type Change = { readonly node: number } & (
  | { readonly kind: "replace" | "append"; readonly value: unknown }
  | { readonly kind: "remove" | "repeat" }
  | { readonly kind: "rename" | "add"; readonly key: string; readonly value: unknown }
);

const node = fc.nat(100_000);
const key = fc.constantFrom(...HOSTILE_KEYS);
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constantFrom("replace" as const, "append" as const), node, value }),
  fc.record({ kind: fc.constant("replace" as const), node, value }),
  fc.record({ kind: fc.constantFrom("remove" as const, "repeat" as const), node }),
  fc.record({ kind: fc.constantFrom("rename" as const, "add" as const), node, key, value }),
);

/** JSON of these values after one to three changes. */
export function harmedJson(values: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  return fc
    .tuple(values, fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([original, changes]) => written(changes.reduce(applied, structuredClone(original))));
}

function written(changed: unknown): string {
  const json = JSON.stringify(changed) ?? "";
  return json.replaceAll(
    new RegExp(`"${PLACEHOLDER}(\\d+)"`, "g"),
    (_, index: string) => RAW[Number(index)] ?? "",
  );
}

interface Place {
  readonly owner: Record<string, unknown>;
  readonly key: string;
}

function applied(root: unknown, one: Change): unknown {
  const box = { root };
  const places = [...placesIn(box)];
  const { owner, key } = places[one.node % places.length] as Place;
  const found = owner[key];
  if (one.kind === "replace") put(owner, key, structuredClone(one.value));
  else if (one.kind === "append" && Array.isArray(found)) found.push(structuredClone(one.value));
  else if (one.kind === "remove") delete owner[key];
  else if (one.kind === "repeat" && Array.isArray(found)) found.push(...found.slice(0, 100));
  else if (one.kind === "add" && isObject(found)) put(found, one.key, structuredClone(one.value));
  else if (one.kind === "rename" && owner !== box && !Array.isArray(owner)) {
    delete owner[key];
    put(owner, one.key, found);
  }
  return box.root;
}

/** Also for `__proto__`, as `JSON.parse` does it. */
function put(owner: object, key: string, value: unknown): void {
  Object.defineProperty(owner, key, { value, enumerable: true, configurable: true, writable: true });
}

function* placesIn(owner: object): Generator<Place> {
  for (const [key, value] of Object.entries(owner)) {
    yield { owner: owner as Record<string, unknown>, key };
    if (typeof value === "object" && value !== null) yield* placesIn(value);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
