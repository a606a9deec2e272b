// Options whose checks and defaults depend on other options.
import type { Load } from "../load/load.js";
import { largestBytes, type PayloadSource } from "../payload/payload-source.js";
import { integer, invalidOption } from "./kinds.js";
import { checkLoad } from "./load-option.js";

/** By default, all payloads in flight together have at most this size. */
const BYTES_IN_FLIGHT = 256 * 2 ** 20;
const DEFAULT_COUNT = 10;
/** How long a round lasts, before the run chooses its length. */
export const FIRST_ROUND_MS = 500;
/** No pass that counts bytes on the wire sends more payloads. */
const MOST_IN_PASS = 2_000;
const RECEIPT_SPACE = 1_024;

/** The options that say when payloads are due: `load`, or its short form. */
interface LoadOptions {
  readonly load: unknown;
  readonly count: number | undefined;
  readonly delayMs: number | undefined;
}

/** Who sends the load. */
interface SendersOfLoad {
  readonly connections: number;
  readonly senders: number;
}

/**
 * The load of a run, with all defaults. Without `load`, each sender has one payload in flight.
 * @param chooseLength whether the run chooses how long a round is
 * @throws WireduelError `INVALID_OPTION`
 */
export function loadOf(
  { load, ...short }: LoadOptions,
  { connections, senders }: SendersOfLoad,
  chooseLength: boolean,
): Load {
  if (load !== undefined) {
    for (const [name, value] of Object.entries(short)) {
      if (value === undefined) continue;
      throw invalidOption(name, "left out, because `load` is given", value);
    }
    return checkLoad(load, connections);
  }
  const { count = DEFAULT_COUNT, delayMs = 0 } = short;
  if (connections > senders) {
    const what = senders === 1 ? "`count` and `delayMs` keep one payload" : "each sender keeps one payload";
    throw invalidOption(
      "connections",
      `${senders} without a \`load\`, because ${what} in flight`,
      connections,
    );
  }
  const loop = { kind: "closed-loop", concurrency: senders, thinkTimeMs: delayMs } as const;
  if (chooseLength) return { ...loop, count: null, durationMs: FIRST_ROUND_MS };
  return { ...loop, count, durationMs: null };
}

/** What decides how many payloads a round sends, besides its load. */
interface RoundSize {
  readonly warmupCount: number;
  readonly connections: number;
  readonly wireBytes: boolean;
}

/** How many payloads a round sends at most. Infinite if the load ends after a time. */
export function mostSent({ count }: Load, round: RoundSize): number {
  const inRound = (count ?? Number.POSITIVE_INFINITY) + round.warmupCount * round.connections;
  return round.wireBytes ? Math.max(inRound, MOST_IN_PASS) : inRound;
}

/**
 * Checks `replyBytes`. A reply is a payload with a receipt, so it needs a little more space in a frame.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkReplyBytes(value: unknown, maxPayloadBytes: number): number {
  if (value === undefined) return 0;
  const max = Math.max(0, maxPayloadBytes - RECEIPT_SPACE);
  if (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= max) return value as number;
  const limit = `\`maxPayloadBytes\` - ${RECEIPT_SPACE}`;
  throw invalidOption("replyBytes", `a whole number from 0 to ${max} (${limit})`, value);
}

/**
 * Checks `maxInFlight`. The default depends on the size of the payloads.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkMaxInFlight(value: unknown, load: Load, payloads: readonly PayloadSource[]): number {
  if (load.kind === "closed-loop") {
    if (value === undefined) return load.concurrency;
    throw invalidOption("maxInFlight", "left out, because a closed loop has `concurrency` instead", value);
  }
  if (value !== undefined) return integer({ min: 1, max: 1_000_000 }).parse("maxInFlight", value);
  const largest = Math.max(1, largestBytes(payloads));
  return Math.min(1_000, Math.max(1, Math.floor(BYTES_IN_FLIGHT / largest)));
}
