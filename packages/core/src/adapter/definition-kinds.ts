// The kinds of a protocol's definition: what the types demand, for authors who write JavaScript.
import { type Codec, isCodec, isName, NAME_WANTED } from "../codec/codec.js";
import {
  flag,
  invalidOption,
  isObject,
  json,
  type Kind,
  kindOf,
  listOf,
  number,
  object,
  optional,
  recordOf,
  text,
} from "../options/kinds.js";
import type { JsonValue } from "../result/json.js";
import type { Override, Schemes, Supports } from "./contract.js";

/** The options that every adapter has. */
const COMMON_OPTIONS = ["label", "codec", "direction", "tls", "unixSocket", "profile"];

const aFunction = kindOf<unknown>("a function", (value) => typeof value === "function");
const notEmpty = text(/./u, "a string that is not empty");
const scheme = text(/^[a-z][a-z0-9.+-]*$/, "the scheme of a URL, such as ws");
const codec = kindOf<Codec>("a codec { name, encode, decode }", isCodec);

/** The kind of what a protocol claims to support. */
export const supportsKind: Kind<Supports> = object<Supports>({
  push: flag,
  ordered: flag,
  tls: optional(flag),
  unixSocket: optional(flag),
  secret: optional(flag),
  maxFrameBytes: optional(number({ min: 0 })),
});

/** The kind of settings that an adapter changes. */
export const overridesKind: Kind<readonly Override[]> = listOf(
  object<Override>({ setting: notEmpty, value: json, libraryValue: json, reason: notEmpty }),
);

/** A value, or a function that makes it from the options. */
function orFunction(kind: Kind<unknown>): Kind<unknown> {
  return { parse: (name, value) => (typeof value === "function" ? value : kind.parse(name, value)) };
}

const codecs: Kind<unknown> = {
  parse(name, value) {
    const wanted = '"any", or a list of at least one codec';
    if (value === "any") return value;
    if (!Array.isArray(value) || value.length === 0) throw invalidOption(name, wanted, value);
    return listOf(codec).parse(name, value);
  },
};

const options: Kind<unknown> = {
  parse(name, value) {
    if (!isObject(value)) throw invalidOption(name, "an object of option kinds", value);
    for (const [option, kind] of Object.entries(value)) {
      if (COMMON_OPTIONS.includes(option)) {
        const wanted = "left out, because every adapter has an option of that name";
        throw invalidOption(`${name}.${option}`, wanted, kind);
      }
      if (isObject(kind) && "default" in kind && typeof kind.parse === "function") continue;
      throw invalidOption(`${name}.${option}`, "a kind of option, such as option.flag(false)", kind);
    }
    return value;
  },
};

/** The kind of what a profile sets. */
export const tunedKind: Kind<Tuned> = recordOf(object<Tuned[string]>({ value: json, reason: notEmpty }));

/** `TunedOptions` of any protocol. */
export type Tuned = Readonly<Record<string, { readonly value: JsonValue; readonly reason: string }>>;

type Part =
  | "name"
  | "title"
  | "module"
  | "codecs"
  | "schemes"
  | "supports"
  | "options"
  | "check"
  | "tuned"
  | "help"
  | "labels"
  | "libraries"
  | "overrides"
  | "listen"
  | "dial";

/** One kind for each part of a definition. */
export const DEFINITION_KINDS: Readonly<Record<Part, Kind<unknown>>> = {
  name: kindOf<string>(NAME_WANTED, isName),
  title: optional(notEmpty),
  module: optional(notEmpty),
  codecs: optional(codecs),
  schemes: optional(object<Schemes>({ plain: scheme, encrypted: scheme })),
  supports: optional(orFunction(supportsKind)),
  options: optional(options),
  check: optional(aFunction),
  tuned: optional(orFunction(tunedKind)),
  help: optional(recordOf(notEmpty)),
  labels: optional(recordOf(aFunction)),
  libraries: optional(recordOf(text())),
  overrides: optional(orFunction(overridesKind)),
  listen: optional(aFunction),
  dial: aFunction,
};
