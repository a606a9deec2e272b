import { builtInCodecs } from "../codec/built-in.js";
import { type Codec, isCodec, isName, NAME_WANTED } from "../codec/codec.js";
import {
  invalidChoice,
  invalidOption,
  isObject,
  type Kinds,
  mismatch,
  type OptionKind,
  type OptionKinds,
  object,
  oneOf,
  refuseUnknown,
  withDefault,
} from "../options/kinds.js";
import { option } from "../options/option.js";
import { type TlsOption, tlsKind } from "../options/tls-option.js";
import type { JsonObject, JsonValue } from "../result/json.js";
import type { TlsSettings } from "../tls/tls-settings.js";
import type {
  Adapter,
  AppliedProfile,
  DialContext,
  Direction,
  Endpoint,
  Link,
  ListenContext,
  Listener,
  Override,
  ProfileName,
  Protocol,
  Supports,
} from "./contract.js";

/** Options that every adapter has. */
export interface CommonOptions {
  /**
   * The name in reports. Default: the title and the settings that are not default, such as `WebSocket tuned
   * push`.
   */
  label?: string;
  /**
   * A codec's name, or a custom codec. A custom codec needs a `module`, so that other processes can load it.
   */
  codec?: string | Codec;
  /**
   * Who listens: the receiver (`upload`, the default) or the sender (`push`, if the protocol supports it).
   */
  direction?: Direction | undefined;
  /** Encrypts links, if the protocol supports it. Default: not encrypted. */
  tls?: TlsOption | undefined;
  /**
   * `default` (the default) or `tuned`, if the protocol has profiles. Given options take precedence over the
   * profile.
   */
  profile?: ProfileName | undefined;
}

/**
 * Creates an adapter for one protocol: `ws()`, `ws({ mask: "zero" })`. Throws WireduelError `INVALID_OPTION`.
 */
export type AdapterFactory<Options extends object> = (
  options?: { [Name in keyof Options]?: Options[Name] | undefined } & CommonOptions,
) => Adapter;

/** The definition of a protocol, for `defineAdapter`. */
export interface ProtocolDefinition<Options extends object> {
  /** Short and stable, such as `ws`. Must match `[a-z0-9-]+`. */
  readonly name: string;
  /** The display name. Default: `name`. */
  readonly title?: string;
  /**
   * `import.meta.url` of the module that exports the factory as default. Without it, the adapter only works
   * inline.
   */
  readonly module?: string;
  /**
   * "any" (the default) for a protocol that sends bytes. A list of its own codecs for one with typed
   * messages.
   */
  readonly codecs?: "any" | readonly [Codec, ...Codec[]];
  /** What it supports. A function if that depends on the options. Default: neither push nor ordered. */
  readonly supports?: Supports | ((options: Options) => Supports);
  /** The kind of each option, with its default. Default: no options. */
  readonly options?: OptionKinds<Options>;
  /**
   * What `profile: "tuned"` sets, each with a reason that is shown in the result. Options given by the caller
   * take precedence. Without it, there is no option `profile`.
   */
  readonly tuned?: TunedOptions<Options>;
  /** Versions of the libraries it uses, for the result. */
  readonly libraries?: Readonly<Record<string, string>>;
  /**
   * Settings that the adapter always changes from what its library does by itself, for the result. A function
   * if they depend on the options. Default: none.
   */
  readonly overrides?: readonly Override[] | ((options: Options) => readonly Override[]);
  /**
   * See `Protocol.listen`. Without it, the protocol can only dial, and its receiver must be another program.
   */
  listen?(context: ListenContext, options: Options): Promise<Listener>;
  /** See `Protocol.dial`. */
  dial(endpoint: Endpoint, context: DialContext, options: Options): Promise<Link>;
}

/**
 * The fastest options that the protocol's standard allows. `codec` is the name of a codec, if not the default
 * one.
 */
export type TunedOptions<Options> = {
  readonly [Name in keyof Options]?: { readonly value: Options[Name]; readonly reason: string };
} & { readonly codec?: { readonly value: string; readonly reason: string } };

/** `TunedOptions` of any protocol. */
type Tuned = Readonly<Record<string, { readonly value: JsonValue; readonly reason: string }>>;

type Listening<Options extends object> = Required<Pick<ProtocolDefinition<Options>, "listen">>;

interface ParsedOptions {
  readonly label: string;
  readonly codec: Codec;
  readonly direction: Direction;
  readonly tls: TlsSettings | null;
  readonly profile: ProfileName;
}

/**
 * Makes the factory that users call from the definition of a protocol. The factory checks every option and
 * chooses the codec. It keeps the options as plain data, so that another process can create the same adapter.
 * It throws WireduelError `INVALID_OPTION`.
 */
export function defineAdapter<Options extends object = Record<never, never>>(
  definition: ProtocolDefinition<Options>,
): AdapterFactory<Options> {
  if (!isObject(definition)) throw invalidOption("definition", "an object", definition);
  const { name, title = name, module, codecs = "any", libraries = {}, tuned } = definition;
  const { supports = { push: false, ordered: false }, overrides = [] } = definition;
  checkDefinition(definition);
  const protocol: Protocol = {
    name,
    title,
    module,
    codecs,
    libraries,
    // The options that `listen` and `dial` get were checked with `definition.options`.
    ...(definition.listen
      ? {
          listen: async (context, options) =>
            (definition as Listening<Options>).listen(context, options as Options),
        }
      : {}),
    dial: async (endpoint, context, options) => definition.dial(endpoint, context, options as Options),
  };
  const kind = object<ParsedOptions>({
    ...(definition.options as unknown as Kinds<Record<never, never>>),
    label: option.text(""),
    codec: codecKind(codecs),
    direction: option.oneOf("upload", ["upload", "push"]),
    tls: tlsKind,
    ...((tuned ? { profile: profileKind } : {}) as { profile: OptionKind<ProfileName> }),
  });

  return (given = {}) => {
    if (!isObject(given)) throw invalidOption(`${name} options`, "an object", given);
    const profile = tuned ? applyProfile(name, tuned as Tuned, given) : null;
    const set = Object.fromEntries(profile?.settings.map(({ option, value }) => [option, value]) ?? []);
    const { label, codec, direction, tls, profile: _, ...rest } = kind.parse(name, { ...given, ...set });
    const claims = typeof supports === "function" ? supports(rest as Options) : supports;
    checkClaims(protocol, claims, direction, tls);
    const adapter = {
      protocol,
      options: rest as JsonObject,
      codec,
      direction,
      supports: claims,
      profile,
      tls,
      overrides: typeof overrides === "function" ? overrides(rest as Options) : overrides,
    };
    return { ...adapter, label: label === "" ? defaultLabel(adapter) : label };
  };
}

const DEFINITION: Readonly<Record<keyof ProtocolDefinition<object>, true>> = {
  name: true,
  title: true,
  module: true,
  codecs: true,
  supports: true,
  options: true,
  tuned: true,
  libraries: true,
  overrides: true,
  listen: true,
  dial: true,
};
const COMMON_OPTIONS = ["label", "codec", "direction", "tls", "profile"];

/** What the types demand, for authors who write JavaScript. */
function checkDefinition(definition: Readonly<Record<string, unknown>>): void {
  refuseUnknown("defineAdapter", Object.keys(DEFINITION), definition);
  const { name, dial, listen, options = {} } = definition;
  if (!isName(name)) throw invalidOption("name", NAME_WANTED, name);
  if (typeof dial !== "function") throw invalidOption("dial", "a function", dial);
  if (listen !== undefined && typeof listen !== "function")
    throw invalidOption("listen", "a function", listen);
  if (!isObject(options)) throw invalidOption("options", "an object of option kinds", options);
  for (const [option, kind] of Object.entries(options)) {
    if (COMMON_OPTIONS.includes(option)) {
      throw invalidOption(
        `options.${option}`,
        "left out, because every adapter has an option of that name",
        kind,
      );
    }
    if (isObject(kind) && "default" in kind && typeof kind.parse === "function") continue;
    throw invalidOption(`options.${option}`, "a kind of option, such as option.flag(false)", kind);
  }
}

const profileKind = withDefault(oneOf<ProfileName>(["default", "tuned"]), "default");

/** The profile's settings, without the options that the caller gave. */
function applyProfile(name: string, tuned: Tuned, given: Readonly<Record<string, unknown>>): AppliedProfile {
  const profile =
    given.profile === undefined ? "default" : profileKind.parse(`${name}.profile`, given.profile);
  if (profile === "default") return { name: profile, settings: [] };
  const settings = Object.entries(tuned)
    .filter(([option]) => given[option] === undefined)
    .map(([option, { value, reason }]) => ({ option, value, reason }));
  return { name: profile, settings };
}

function checkClaims(
  { name, listen }: Protocol,
  claims: Supports,
  direction: Direction,
  tls: TlsSettings | null,
): void {
  if (direction === "push" && listen === undefined) {
    throw invalidOption(`${name}.direction`, '"upload", because the protocol can only dial', direction);
  }
  if (direction === "push" && !claims.push) {
    throw invalidOption(
      `${name}.direction`,
      '"upload", because push is not supported with these options',
      direction,
    );
  }
  if (tls !== null && !claims.tls) {
    // Never show the given value, because it may have a key.
    const got = tls.kind === "local" ? '"local"' : "certificates";
    throw mismatch(`${name}.tls`, "left out, because TLS is not supported with these options", got);
  }
}

/** The codecs of a protocol that can be chosen by name. */
export function codecsOf({ codecs }: Pick<Protocol, "codecs">): readonly [Codec, ...Codec[]] {
  return codecs === "any" ? builtInCodecs : codecs;
}

/** The title and the settings that are not default: `WebSocket tuned push TLS`. */
function defaultLabel({ protocol, codec, profile, direction, tls }: Omit<Adapter, "label">): string {
  const parts = [protocol.title];
  const codecByProfile = profile?.settings.some(({ option }) => option === "codec");
  if (codec.name !== codecsOf(protocol)[0].name && !codecByProfile) parts.push(codec.name);
  if (profile?.name === "tuned") parts.push("tuned");
  if (direction === "push") parts.push("push");
  if (tls !== null) parts.push("TLS");
  return parts.join(" ");
}

function codecKind(codecs: Protocol["codecs"]): OptionKind<Codec> {
  const known = codecsOf({ codecs });
  const names = known.map((codec) => codec.name);
  const quoted = names.map((codec) => `"${codec}"`).join(" or ");
  const custom = `, or a custom codec { name, encode, decode } with a name of ${NAME_WANTED}`;
  const wanted = codecs === "any" ? quoted + custom : quoted;
  return {
    default: known[0],
    parse(name, value) {
      const found = known.find((codec) => codec === value || codec.name === value);
      if (found) return found;
      const taken = isCodec(value) && known.find((codec) => codec.name === value.name);
      // Other processes find codecs by name, and would take the wrong one.
      if (taken) throw invalidOption(`${name}.name`, "a name that no built-in codec has", taken.name);
      if (codecs === "any" && isCodec(value)) return value;
      throw invalidChoice(name, names, value, wanted);
    },
  };
}
