import { invalidOption, number, type OptionKind, type OptionKinds, parseOptions } from "./option.js";

/**
 * The network that is put between sender and receiver: each connection runs through a tap, a process of its own, that
 * holds its bytes back. `"lan"` is 0.25 ms ± 0.05 ms each way, `"wan"` 20 ms ± 1 ms, both at 1,000 Mbit/s; or one's own:
 *
 * - `delayMs`: how long a byte is on its way, in milliseconds, in each direction; so a round trip takes twice that.
 *   From 0 to 10,000; default 0.
 * - `jitterMs`: how far the delay strays, in milliseconds: uniform from `delayMs - jitterMs` to `delayMs + jitterMs`.
 *   Nothing overtakes what was sent before it, so in a dense stream the longer delays prevail. From 0 to `delayMs`;
 *   default 0.
 * - `rateMbps`: how fast bytes go out, in megabits (1,000,000 bits) per second, for each connection and in each
 *   direction. From 0.01 to 100,000; without it there is no limit.
 * - `seed`: a whole number; the same seed gives the same jitter. Default 1.
 *
 * No packet is lost and TCP does not start slowly, unlike on a real path: with long delays and large payloads, what is
 * measured is the best that such a path can do.
 */
export type NetworkOption =
  | "lan"
  | "wan"
  | {
      readonly delayMs?: number;
      readonly jitterMs?: number;
      readonly rateMbps?: number;
      readonly seed?: number;
    };

/** A checked `NetworkOption`, with its defaults filled in. */
export interface NetworkProfile {
  readonly name: "lan" | "wan" | "custom";
  /** One way, in each direction, in milliseconds. */
  readonly delayMs: number;
  /** At most `delayMs`. */
  readonly jitterMs: number;
  /** Megabits per second, for each connection and direction; null for no limit. */
  readonly rateMbps: number | null;
  readonly seed: number;
}

/** What the names of networks stand for: a switched local network, and a path across a continent. */
export const NAMED_NETWORKS: Readonly<
  Record<"lan" | "wan", { readonly delayMs: number; readonly jitterMs: number; readonly rateMbps: number }>
> = {
  lan: { delayMs: 0.25, jitterMs: 0.05, rateMbps: 1_000 },
  wan: { delayMs: 20, jitterMs: 1, rateMbps: 1_000 },
};

const MAX_MS = 10_000;

const seed: OptionKind<number> = {
  default: 1,
  parse(name, value) {
    if (!Number.isSafeInteger(value)) throw invalidOption(name, "a whole number", value);
    return value as number;
  },
};

const kinds: OptionKinds<Omit<NetworkProfile, "name">> = {
  delayMs: number(0, { min: 0, max: MAX_MS }),
  jitterMs: number(0, { min: 0, max: MAX_MS }),
  rateMbps: { default: null, parse: number(1, { min: 0.01, max: 100_000 }).parse },
  seed,
};

/**
 * The network that an option stands for; null for none.
 * @throws WireduelError `INVALID_OPTION` that names `network`, or the field of it
 */
export function checkNetwork(option: unknown): NetworkProfile | null {
  if (option === undefined) return null;
  if (option === "lan" || option === "wan") {
    return { name: option, ...NAMED_NETWORKS[option], seed: seed.default };
  }
  if (typeof option !== "object" || option === null || Array.isArray(option)) {
    throw invalidOption("network", '"lan", "wan" or { delayMs, jitterMs, rateMbps, seed }', option);
  }
  const profile = parseOptions("network", kinds, option);
  if (
    ["delayMs", "jitterMs", "rateMbps"].every(
      (name) => (option as Record<string, unknown>)[name] === undefined,
    )
  ) {
    throw invalidOption("network", "one that has at least delayMs or rateMbps", option);
  }
  if (profile.jitterMs > profile.delayMs) {
    const wanted = `at most \`network.delayMs\` (${profile.delayMs})`;
    throw invalidOption("network.jitterMs", wanted, profile.jitterMs);
  }
  return { name: "custom", ...profile };
}
