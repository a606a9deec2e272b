import type { Codec } from "../codec/codec.js";
import { type Kind, type OptionKinds, object } from "../options/kinds.js";
import type {
  DialContext,
  Direction,
  Endpoint,
  Link,
  ListenContext,
  Listener,
  Override,
  Schemes,
  Supports,
} from "./contract.js";
import { DEFINITION_KINDS } from "./definition-kinds.js";
import type { LabelTexts } from "./label.js";
import type { OptionHelp } from "./options-schema.js";

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
  /**
   * The schemes of its endpoints' URLs, for plain and for encrypted links. An endpoint that another machine names must have
   * them. Default: `name` for both.
   */
  readonly schemes?: Schemes;
  /** What it supports. A function if that depends on the options. Default: neither push nor ordered. */
  readonly supports?: Supports | ((options: Options) => Supports);
  /** The kind of each option, with its default. Default: no options. */
  readonly options?: OptionKinds<Options>;
  /**
   * Refuses options that do not work together, by throwing `invalidOption(…)`. Default: all combinations work.
   */
  check?(options: Options, common: { readonly direction: Direction; readonly encrypted: boolean }): void;
  /**
   * What `profile: "tuned"` sets, each with a reason that is shown in the result. Options given by the caller
   * take precedence. Without it, there is no option `profile`. A function if it depends on the given options: it gets them
   * with the defaults of the others, and before they are checked.
   */
  readonly tuned?: TunedOptions<Options> | ((options: Options) => TunedOptions<Options>);
  /** What each option does, in one or two sentences. `wireduel adapters` shows them. Default: nothing. */
  readonly help?: OptionHelp<Options>;
  /**
   * How options are named in automatic labels: `windowBytes: (bytes) => `${formatBytes(bytes)} windows``.
   * Default: the option's name and value.
   */
  readonly labels?: LabelTexts<Options>;
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

const definitionKind = object(
  DEFINITION_KINDS satisfies Record<keyof ProtocolDefinition<object>, Kind<unknown>>,
  { owner: "defineAdapter", wanted: "the definition of a protocol" },
);

/**
 * Checks what the types demand, for authors who write JavaScript.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkDefinition(definition: unknown): void {
  definitionKind.parse("", definition);
}
