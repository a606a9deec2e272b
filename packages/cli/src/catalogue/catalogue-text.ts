// The catalogue of adapters as text.
import { formatBytes, type JsonSchema } from "@wireduel/core/adapter";
import type { AdapterDescription } from "./describe.js";
import { typeInWords } from "./type-in-words.js";

/** An adapter that was found, but cannot be described. */
export interface BrokenAdapter {
  readonly name: string;
  /** Why, in one line. */
  readonly error: string;
}

/**
 * All adapters, two lines for each.
 * @param command how the command is started
 */
export function catalogueText(
  adapters: readonly (AdapterDescription | BrokenAdapter)[],
  command: string,
): string {
  const width = Math.max(...adapters.map(({ name }) => name.length)) + 2;
  const blank = " ".repeat(width);
  const lines = adapters.flatMap((adapter) => {
    const name = adapter.name.padEnd(width);
    if ("error" in adapter) return [`${name}cannot be loaded: ${adapter.error}`, ""];
    return [
      `${name}${adapter.title}: ${origin(adapter)}`,
      `${blank}${claims(adapter)}`,
      `${blank}codecs ${adapter.codecs.join(", ")}`,
      "",
    ];
  });
  const [first = { name: "ws" }] = adapters;
  return [...lines, `Options of one: ${command} adapters ${first.name}`, ""].join("\n");
}

/** One adapter with its options. */
export function adapterText(adapter: AdapterDescription): string {
  const { name, title, codecs, options, tuned, overrides } = adapter;
  const properties = Object.entries(options.properties as Readonly<Record<string, JsonSchema>>);
  return [
    `${name}: ${title}`,
    "",
    `  from      ${origin(adapter)}`,
    `  supports  ${claims(adapter)}`,
    `  codecs    ${codecs.join(", ")}`,
    "",
    `Options, as in: wireduel ${name}:${exampleOf(properties)}`,
    "",
    ...properties.flatMap(([option, schema]) => optionLines(option, schema)),
    "",
    ...(tuned === null ? [] : ["profile=tuned sets:", "", ...tuned.map(settingLine), ""]),
    ...(overrides.length === 0
      ? []
      : [
          "Always different from what the library does by itself:",
          "",
          ...overrides.map(
            ({ setting, value, libraryValue, reason }) =>
              `  ${setting}=${plain(setting, value)} instead of ${plain(setting, libraryValue)}: ${reason}`,
          ),
          "",
        ]),
  ].join("\n");
}

function origin({ package: from, libraries }: AdapterDescription): string {
  const own = from === null ? "a file" : `${from.name} ${from.version}`;
  const versions = Object.entries(libraries).map(([library, version]) => `${library} ${version}`);
  return [own, ...versions].join(", ");
}

function claims({ supports, canListen }: AdapterDescription): string {
  const { push, ordered, tls, unixSocket, maxFrameBytes } = supports;
  const can = [
    ...(push ? ["push"] : []),
    ...(tls ? ["TLS"] : []),
    ...(unixSocket ? ["Unix sockets"] : []),
    ordered ? "keeps the order" : "may change the order",
    ...(maxFrameBytes === undefined ? [] : [`messages up to ${formatBytes(maxFrameBytes)}`]),
    ...(canListen ? [] : ["can only dial"]),
  ];
  return can.join(", ");
}

function optionLines(option: string, schema: JsonSchema): string[] {
  const { default: fallback, description } = schema;
  const without = fallback === undefined ? "" : `  (default ${plain(option, fallback)})`;
  const meaning = typeof description === "string" ? [`      ${description}`] : [];
  return [`  ${option}=${typeInWords(schema)}${without}`, ...meaning];
}

function settingLine({ option, value, reason }: NonNullable<AdapterDescription["tuned"]>[number]): string {
  return `  ${option}=${plain(option, value)}: ${reason}`;
}

/** An option that can be typed as it stands: the first one with a choice that is not its default. */
function exampleOf(properties: readonly (readonly [string, JsonSchema])[]): string {
  for (const [option, { enum: choices, default: fallback }] of properties) {
    const other = Array.isArray(choices) ? choices.find((choice) => choice !== fallback) : undefined;
    if (other !== undefined) return `${option}=${other}`;
  }
  return "label=mine";
}

/** The value of an option as it is typed: text without quotes, bytes with their unit. */
function plain(option: string, value: unknown): string {
  if (value === null || (typeof value === "object" && Object.keys(value).length === 0)) return "none";
  if (typeof value === "number" && option.endsWith("Bytes") && value > 0 && value % 1024 === 0) {
    return formatBytes(value).replace(" ", "");
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}
