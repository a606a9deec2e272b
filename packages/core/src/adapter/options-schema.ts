// The options of an adapter as JSON Schema: for programs that list, complete or convert them.
import type { JsonSchema, OptionKind } from "../options/kinds.js";

/** What each option does, in one or two sentences, without its default. */
export type OptionHelp<Options> = { readonly [Name in keyof Options]?: string };

/** What `optionsSchema` needs of a protocol. */
export interface DescribedOptions {
  /** The kinds of its own options. */
  readonly kinds: Readonly<Record<string, OptionKind<unknown>>>;
  readonly help: Readonly<Record<string, string | undefined>>;
  /** The names of its codecs, the default first. */
  readonly codecs: readonly string[];
  readonly hasProfiles: boolean;
}

/** The schema of the protocol's own options and of those that every adapter has, with default and description. */
export function optionsSchema({ kinds, help, codecs, hasProfiles }: DescribedOptions): JsonSchema {
  const own = Object.entries(kinds).map(([name, { schema = {}, default: fallback }]) => {
    const description = help[name];
    return [name, { ...schema, default: fallback, ...(description ? { description } : {}) }] as const;
  });
  return {
    type: "object",
    properties: {
      ...Object.fromEntries(own),
      codec: { enum: codecs, default: codecs[0], description: "How payloads become bytes." },
      ...(hasProfiles ? { profile: PROFILE } : {}),
      ...COMMON,
    },
    additionalProperties: false,
  };
}

const PROFILE: JsonSchema = {
  enum: ["default", "tuned"],
  default: "default",
  description: "The settings of the library, or the fastest that the protocol's standard allows.",
};

const COMMON: Readonly<Record<string, JsonSchema>> = {
  direction: {
    enum: ["upload", "push"],
    default: "upload",
    description: "Who listens: the receiver (`upload`) or the sender (`push`).",
  },
  tls: {
    anyOf: [{ const: "local" }, { type: "object" }],
    default: null,
    description: "Encrypts links: `local` makes a certificate for the run, an object has your own files.",
  },
  unixSocket: {
    type: ["boolean", "string"],
    default: false,
    description: "Links over a Unix socket instead of TCP: `true`, or its path.",
  },
  label: {
    type: "string",
    description: "The name in reports, one line. Default: the title and the settings that are not default.",
  },
};
