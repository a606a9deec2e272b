import type {
  Adapter,
  AppliedProfile,
  DialContext,
  Direction,
  Endpoint,
  Link,
  ListenContext,
  Listener,
  ProfileName,
  Supports,
} from "./contract.js";
import { builtInCodecs } from "../codec/built-in.js";
import type { Codec } from "../codec/codec.js";
import type { JsonObject, JsonValue } from "../result/json.js";
import { invalidOption, type OptionKinds, oneOf, parseOptions, text } from "../options/option.js";
import { type TlsOption, type TlsSettings, tlsKind } from "../options/tls-option.js";

/** Options that every adapter has. */
export interface CommonOptions {
  /** What the report calls this row. */
  label?: string;
  /** A codec's name, or one of your own (which, to reach another process, needs a `module`). */
  codec?: string | Codec;
  /** Who listens: the receiver (`upload`, the default), or the sender (`push`, where the protocol supports it). */
  direction?: Direction | undefined;
  /** Encrypts the links, where the protocol supports it. Default: not. */
  tls?: TlsOption | undefined;
  /** Where an adapter has profiles: `default` (the default), or `tuned`. Options that are given win over it. */
  profile?: ProfileName | undefined;
}

/** Makes an adapter of one protocol: `ws()`, `ws({ mask: "zero" })`. */
export type AdapterFactory<Options extends object> = (
  options?: { [Name in keyof Options]?: Options[Name] | undefined } & CommonOptions,
) => Adapter;

/** What an author says of a protocol. */
export interface AdapterDefinition<Options extends object> {
  /** Short and stable, `[a-z0-9-]+`: `ws`. */
  readonly name: string;
  /** The protocol's name for people. Default: `name`. */
  readonly title?: string;
  /** `import.meta.url` of the module whose default export is the factory. Absent: the adapter can only be used inline. */
  readonly module?: string;
  /** "any" (the default) for a protocol that moves bytes; its own codecs for one with typed messages. */
  readonly codecs?: "any" | readonly [Codec, ...Codec[]];
  /** Claims, from the options if they depend on them. Default: neither push nor ordered. */
  readonly supports?: Supports | ((options: Options) => Supports);
  /** How each option is checked, and its default. Default: no options. */
  readonly options?: OptionKinds<Options>;
  /**
   * What `profile: "tuned"` sets of the options, each with its reason, for the result; an option that the caller gives wins.
   * Absent: there is no option `profile`.
   */
  readonly tuned?: TunedOptions<Options>;
  /** Versions of the libraries that do the work. */
  readonly libraries?: Readonly<Record<string, string>>;
  listen(context: ListenContext, options: Options): Promise<Listener>;
  dial(endpoint: Endpoint, context: DialContext, options: Options): Promise<Link>;
}

/** The best options within the protocol's standard, and the name of the best codec, if that is not the first. */
export type TunedOptions<Options> = {
  readonly [Name in keyof Options]?: { readonly value: Options[Name]; readonly reason: string };
} & { readonly codec?: { readonly value: string; readonly reason: string } };

/**
 * Turns a protocol's definition into the factory that users call. Checks every option before anything opens, chooses
 * the codec, and keeps the effective options as data, so that another process can make the same adapter.
 *
 * The factory throws WireduelError `INVALID_OPTION`.
 */
export function defineAdapter<Options extends object = Record<never, never>>(
  definition: AdapterDefinition<Options>,
): AdapterFactory<Options> {
  const { name, title = name, codecs = "any", supports = { push: false, ordered: false } } = definition;
  const kinds = {
    ...(definition.options ?? {}),
    label: text(""),
    codec: codecKind(codecs),
    direction: oneOf("upload", ["upload", "push"]),
    tls: tlsKind,
    ...(definition.tuned ? { profile: profileKind } : {}),
  };

  return (given = {}) => {
    if (typeof given !== "object" || given === null)
      throw invalidOption(`${name} options`, "an object", given);
    const profile = definition.tuned && applyProfile(name, definition.tuned, given);
    const set = Object.fromEntries(profile?.settings.map(({ option, value }) => [option, value]) ?? []);
    const parsed = parseOptions<Record<string, unknown>>(
      name,
      kinds as OptionKinds<Record<string, unknown>>,
      { ...given, ...set },
    );
    const { label, codec, direction, tls, ...rest } = parsed as unknown as ParsedCommonOptions;
    const options = rest as Options;
    const claims = typeof supports === "function" ? supports(options) : supports;
    if (direction === "push" && !claims.push) {
      throw invalidOption(
        `${name}.direction`,
        '"upload", as it supports no push with these options',
        direction,
      );
    }
    if (tls !== undefined && !claims.tls) {
      // Never what was given: it may hold a key.
      const got = tls.kind === "local" ? tls.kind : "certificates";
      throw invalidOption(`${name}.tls`, "left out, as it supports no TLS with these options", got);
    }
    return {
      name,
      title,
      label: label === "" ? defaultLabel({ title, codec, codecs, profile, direction, tls }) : label,
      options: rest as JsonObject,
      ...(definition.module === undefined ? {} : { module: definition.module }),
      codecs,
      codec,
      supports: claims,
      ...(profile ? { profile } : {}),
      direction,
      ...(tls === undefined ? {} : { tls }),
      libraries: definition.libraries ?? {},
      listen: (context) => definition.listen(context, options),
      dial: (endpoint, context) => definition.dial(endpoint, context, options),
    };
  };
}

const profileKind = oneOf<ProfileName>("default", ["default", "tuned"]);

/** What of the tuned options the caller leaves to the profile. */
function applyProfile(name: string, tuned: TunedOptions<object>, given: object): AppliedProfile {
  const options = given as Readonly<Record<string, unknown>>;
  const profile =
    options.profile === undefined
      ? profileKind.default
      : profileKind.parse(`${name}.profile`, options.profile);
  if (profile === "default") return { name: profile, settings: [] };
  const settings = Object.entries(tuned as Record<string, { value: JsonValue; reason: string }>)
    .filter(([option]) => options[option] === undefined)
    .map(([option, { value, reason }]) => ({ option, value, reason }));
  return { name: profile, settings };
}

interface ParsedCommonOptions extends Record<string, unknown> {
  readonly label: string;
  readonly codec: Codec;
  readonly direction: Direction;
  readonly tls: TlsSettings | undefined;
}

/** The codecs that an adapter can be asked for by name. */
export function codecsOf(codecs: Adapter["codecs"]): readonly [Codec, ...Codec[]] {
  return codecs === "any" ? builtInCodecs : codecs;
}

/** The codec that an adapter speaks. */
export function codecOf(adapter: Adapter): Codec {
  return adapter.codec ?? codecsOf(adapter.codecs)[0];
}

/** The protocol's name for people. */
export function titleOf(adapter: Adapter): string {
  return adapter.title ?? adapter.name;
}

/** What the report calls an adapter's row. */
export function labelOf(adapter: Adapter): string {
  return adapter.label ?? defaultLabel({ ...adapter, title: titleOf(adapter), codec: codecOf(adapter) });
}

/** What tells a row from the protocol's plainest one: `WebSocket tuned push TLS`. */
function defaultLabel(row: {
  readonly title: string;
  readonly codec: Codec;
  readonly codecs: Adapter["codecs"];
  readonly direction?: Direction | undefined;
  readonly tls?: TlsSettings | undefined;
  readonly profile?: AppliedProfile | undefined;
}): string {
  const { title, codec, codecs, profile, direction, tls } = row;
  const words = [title];
  const codecByProfile = profile?.settings.some(({ option }) => option === "codec");
  if (codec.name !== codecsOf(codecs)[0].name && !codecByProfile) words.push(codec.name);
  if (profile?.name === "tuned") words.push("tuned");
  if (direction === "push") words.push("push");
  if (tls !== undefined) words.push("TLS");
  return words.join(" ");
}

function codecKind(codecs: Adapter["codecs"]): {
  default: Codec;
  parse(name: string, value: unknown): Codec;
} {
  const known = codecsOf(codecs);
  const names = known.map((codec) => `"${codec.name}"`).join(" or ");
  const wanted = codecs === "any" ? `${names}, or a codec of your own` : names;
  return {
    default: known[0],
    parse(name, value) {
      const found = known.find((codec) => codec === value || codec.name === value);
      if (found) return found;
      if (codecs === "any" && isCodec(value)) return value;
      throw invalidOption(name, wanted, value);
    },
  };
}

function isCodec(value: unknown): value is Codec {
  const codec = value as Partial<Codec> | null;
  return (
    typeof codec === "object" &&
    typeof codec?.name === "string" &&
    /^[a-z0-9-]+$/.test(codec.name) &&
    typeof codec.encode === "function" &&
    typeof codec.decode === "function"
  );
}
