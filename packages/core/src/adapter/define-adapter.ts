import { type BuiltInCodecName, builtInCodecs } from "../codec/built-in.js";
import { type Codec, isCodec, NAME_WANTED } from "../codec/codec.js";
import {
  invalidChoice,
  invalidOption,
  isObject,
  type Kind,
  type Kinds,
  mismatch,
  type OptionKind,
  object,
  oneOf,
  text,
  withDefault,
} from "../options/kinds.js";
import { option } from "../options/option.js";
import { type TlsOption, tlsKind } from "../options/tls-option.js";
import { type UnixSocket, unixSocketKind } from "../options/unix-socket-option.js";
import type { JsonObject, JsonValue } from "../result/json.js";
import type { TlsSettings } from "../tls/tls-settings.js";
import type { Adapter, AppliedProfile, Direction, ProfileName, Protocol, Supports } from "./contract.js";
import { overridesKind, supportsKind, type Tuned, tunedKind } from "./definition-kinds.js";
import { automaticLabel, chosenOptions, type LabelBaseline } from "./label.js";
import { type DescribedOptions, optionsSchema } from "./options-schema.js";
import { checkDefinition, type ProtocolDefinition } from "./protocol-definition.js";

/** Options that every adapter has. `CodecName`: the codecs that can be chosen by name. */
export interface CommonOptions<CodecName extends string = string> {
  /**
   * The name in reports, one line. Default: the title and the settings that are not default. Example: `gRPC, 16 MiB
   * windows, push`.
   */
  label?: string | undefined;
  /**
   * How payloads become bytes. A codec's name, or a custom codec. A custom codec needs a `module`, so that other
   * processes can load it.
   */
  codec?: CodecName | Codec | undefined;
  /**
   * Who listens: the receiver (`upload`) or the sender (`push`). Default: `upload`. A protocol may not support push.
   */
  direction?: Direction | undefined;
  /**
   * Encrypts links: `local` makes a certificate for the run, an object has your own files. Default: not encrypted. A
   * protocol may not support it.
   */
  tls?: TlsOption | undefined;
  /**
   * Links over a Unix socket instead of TCP: `true`, or its path. With `true`, each round has its own. Default: false.
   * A protocol may not support it. Both ends are then on this machine. Not with TLS, `network`, `wireBytes` or a
   * receiver server, and not on Windows.
   */
  unixSocket?: boolean | string | undefined;
  /**
   * The settings of the library, or the fastest that the protocol's standard allows. `default` (the default) or
   * `tuned`, if the protocol has profiles. Given options take precedence over the profile.
   */
  profile?: ProfileName | undefined;
}

/**
 * Creates an adapter for one protocol: `ws()`, `ws({ mask: "zero" })`. Throws WireduelError `INVALID_OPTION`.
 */
export type AdapterFactory<Options extends object, CodecName extends string = BuiltInCodecName> = (
  options?: { [Name in keyof Options]?: Options[Name] | undefined } & CommonOptions<CodecName>,
) => Adapter;

type Listening<Options extends object> = Required<Pick<ProtocolDefinition<Options>, "listen">>;

interface ParsedOptions {
  readonly label: string;
  readonly codec: Codec;
  readonly direction: Direction;
  readonly tls: TlsSettings | null;
  readonly unixSocket: UnixSocket | null;
  readonly profile: ProfileName;
}

/**
 * Makes the factory that users call from the definition of a protocol. The factory checks every option and
 * chooses the codec. It keeps the options as plain data, so that another process can create the same adapter.
 * It throws WireduelError `INVALID_OPTION`, and so does this function.
 */
export function defineAdapter<Options extends object, CodecName extends string = string>(
  definition: ProtocolDefinition<Options> & { readonly codecs: readonly [Codec, ...Codec[]] },
): AdapterFactory<Options, CodecName>;
export function defineAdapter<Options extends object = Record<never, never>>(
  definition: ProtocolDefinition<Options>,
): AdapterFactory<Options>;
export function defineAdapter<Options extends object>(
  definition: ProtocolDefinition<Options>,
): AdapterFactory<Options> {
  checkDefinition(definition);
  const { name, tuned, labels = {} } = definition;
  const { supports = { push: false, ordered: false }, overrides = [] } = definition;
  const protocol = protocolOf(definition);
  const kind = kindOfOptions(definition);
  const asDefined: LabelBaseline = {
    options: defaultsOf(definition.options),
    codec: codecsOf(protocol)[0].name,
  };
  const tunedFor = (given: Readonly<Record<string, unknown>>) => {
    if (typeof tuned !== "function") return (tuned ?? {}) as Tuned;
    const known = Object.entries(given).filter(([, value]) => value !== undefined);
    return tunedKind.parse("tuned", tuned({ ...asDefined.options, ...Object.fromEntries(known) } as Options));
  };

  const factory: AdapterFactory<Options> = (given = {}) => {
    if (!isObject(given)) throw invalidOption(`${name} options`, "an object", given);
    const tunedOptions = tunedFor(given);
    const profile = tuned ? applyProfile(name, tunedOptions, given) : null;
    const set = Object.fromEntries(profile?.settings.map(({ option, value }) => [option, value]) ?? []);
    const parsed = kind.parse(name, { ...given, ...set });
    const { label, codec, direction, tls, unixSocket, profile: _, ...rest } = parsed;
    const options = rest as Options;
    const claims =
      typeof supports === "function" ? supportsKind.parse("supports", supports(options)) : supports;
    definition.check?.(options, { direction, encrypted: tls !== null });
    checkClaims(protocol, claims, parsed);
    const chosen = chosenOptions(
      { options: rest as JsonObject, codec },
      profile?.name === "tuned" ? tunedBaseline(asDefined, tunedOptions) : asDefined,
    );
    const adapter = {
      protocol,
      options: rest as JsonObject,
      chosen,
      codec,
      direction,
      supports: claims,
      profile,
      tls,
      unixSocket,
      overrides:
        typeof overrides === "function" ? overridesKind.parse("overrides", overrides(options)) : overrides,
    };
    const isAutomatic = label === "";
    return {
      ...adapter,
      label: isAutomatic ? automaticLabel(adapter, labels) : label,
      automaticLabel: isAutomatic,
    };
  };
  factories.set(protocol, factory as AdapterFactory<object>);
  return factory;
}

const factories = new WeakMap<Protocol, AdapterFactory<object>>();

/** The factory of a protocol. Undefined if another copy of this package defined it, or if it was changed afterwards. */
export function factoryOf(protocol: Protocol): AdapterFactory<object> | undefined {
  return factories.get(protocol);
}

function protocolOf<Options extends object>(definition: ProtocolDefinition<Options>): Protocol {
  const { name, title = name, module, codecs = "any", libraries = {}, help = {}, tuned } = definition;
  return {
    name,
    title,
    module,
    codecs,
    schemes: definition.schemes ?? { plain: name, encrypted: name },
    libraries,
    optionsSchema: optionsSchema({
      kinds: (definition.options ?? {}) as DescribedOptions["kinds"],
      help,
      codecs: codecsOf({ codecs }).map((codec) => codec.name),
      hasProfiles: tuned !== undefined,
    }),
    // The options that `listen` and `dial` get were checked with `definition.options`.
    ...(definition.listen
      ? {
          listen: async (context, options) =>
            (definition as Listening<Options>).listen(context, options as Options),
        }
      : {}),
    dial: async (endpoint, context, options) => definition.dial(endpoint, context, options as Options),
  };
}

/** The kind of the protocol's own options and of those that every adapter has. */
function kindOfOptions<Options extends object>({
  options,
  codecs = "any",
  tuned,
}: ProtocolDefinition<Options>): Kind<ParsedOptions> {
  return object<ParsedOptions>({
    ...(options as unknown as Kinds<Record<never, never>>),
    label: withDefault(text(/^[^\p{Cc}\u2028\u2029]+$/u, "one line of text that is not empty"), ""),
    codec: codecKind(codecs),
    direction: option.oneOf("upload", ["upload", "push"]),
    tls: tlsKind,
    unixSocket: unixSocketKind,
    ...((tuned ? { profile: profileKind } : {}) as { profile: OptionKind<ProfileName> }),
  });
}

function defaultsOf(kinds: object = {}): JsonObject {
  const entries = Object.entries(kinds as Readonly<Record<string, OptionKind<JsonValue>>>);
  return Object.fromEntries(entries.map(([option, kind]) => [option, kind.default]));
}

function tunedBaseline(defined: LabelBaseline, { codec, ...options }: Tuned): LabelBaseline {
  const values = Object.entries(options).map(([option, { value }]) => [option, value]);
  const tuned: JsonObject = Object.fromEntries(values);
  return { options: { ...defined.options, ...tuned }, codec: String(codec?.value ?? defined.codec) };
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
  { direction, tls, unixSocket }: Pick<ParsedOptions, "direction" | "tls" | "unixSocket">,
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
  if (unixSocket === null) return;
  const given = unixSocket.path ?? true;
  if (!claims.unixSocket) {
    const wanted = `left out, because ${name} does not support Unix sockets with these options`;
    throw invalidOption(`${name}.unixSocket`, wanted, given);
  }
  if (tls !== null) {
    throw invalidOption(`${name}.unixSocket`, "left out with `tls`: a Unix socket is not encrypted", given);
  }
}

/** The codecs of a protocol that can be chosen by name. */
export function codecsOf({ codecs }: Pick<Protocol, "codecs">): readonly [Codec, ...Codec[]] {
  return codecs === "any" ? builtInCodecs : codecs;
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
