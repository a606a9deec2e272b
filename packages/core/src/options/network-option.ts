import { NAMED_NETWORKS, type Network } from "../network/network.js";
import { integer, invalidChoice, invalidOption, isObject, number, object, withDefault } from "./kinds.js";

/**
 * The network to emulate between sender and receiver. Each connection goes through a tap, a separate process
 * that holds bytes back. `"lan"` is 0.25 ms ± 0.05 ms each way, `"wan"` is 20 ms ± 1 ms, both at 1,000
 * Mbit/s. Or your own values:
 *
 * - `delayMs`: one-way delay in milliseconds, added in each direction. A round trip takes twice that. 0 to
 *   10,000. Default 0.
 * - `jitterMs`: how much the delay varies, in milliseconds: uniform from `delayMs - jitterMs` to `delayMs +
 *   jitterMs`. Bytes stay in order, so in a dense stream the longer delays dominate. 0 to `delayMs`. Default
 *   0.
 * - `rateMbps`: megabits (1,000,000 bits) per second, for each connection and direction. 0.01 to 100,000.
 *   Default: no limit.
 * - `seed`: an integer. The same seed gives the same jitter. Default 1.
 *
 * A real path also loses packets, and TCP starts slowly on it. Neither is emulated. So with long delays and
 * large payloads the result is the best case for such a path.
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

const MAX_MS = 10_000;
const DEFAULT_SEED = 1;

const custom = object<Omit<Network, "name">>({
  delayMs: withDefault(number({ min: 0, max: MAX_MS }), 0),
  jitterMs: withDefault(number({ min: 0, max: MAX_MS }), 0),
  rateMbps: withDefault<number | null>(number({ min: 0.01, max: 100_000 }), null),
  seed: withDefault(integer(), DEFAULT_SEED),
});

/**
 * Checks a `network` option. Null if there is none.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkNetwork(option: unknown): Network | null {
  if (option === undefined) return null;
  if (option === "lan" || option === "wan") {
    return { name: option, ...NAMED_NETWORKS[option], seed: DEFAULT_SEED };
  }
  if (!isObject(option)) {
    const wanted = '"lan", "wan" or { delayMs, jitterMs, rateMbps, seed }';
    throw invalidChoice("network", ["lan", "wan"], option, wanted);
  }
  const network = custom.parse("network", option);
  if (option.delayMs === undefined && option.jitterMs === undefined && option.rateMbps === undefined) {
    throw invalidOption("network", "an object with at least `delayMs` or `rateMbps`", option);
  }
  if (network.jitterMs > network.delayMs) {
    throw invalidOption(
      "network.jitterMs",
      `at most \`network.delayMs\` (${network.delayMs})`,
      network.jitterMs,
    );
  }
  return { name: "custom", ...network };
}
