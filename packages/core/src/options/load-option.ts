import { WireduelError } from "../failure/wireduel-error.js";
import { integer, invalidOption, number, type OptionKind, parseOptions, refuseUnknown } from "./option.js";
import type { Load, Stage } from "../load/load.js";

/**
 * When payloads are due. Rates and concurrency are of all connections together. Each load but `stages` ends by `count`
 * payloads or after `durationMs`: exactly one of them is given. `stages` end with their last, or at `count`.
 *
 * - `closed-loop`: `concurrency` payloads under way (default: one for each connection); each is followed by the next,
 *   `thinkTimeMs` (default 0) after its acknowledgement or failure.
 * - `constant-rate`: at equal distances, however late replies are.
 * - `poisson`: at random distances whose mean is 1/rate; the same for the same `seed` (default 1).
 * - `stages`: one rate after the other, each staying, or going evenly `from` one `to` another.
 */
export type LoadOption =
  | ({ readonly kind: "closed-loop"; readonly concurrency?: number; readonly thinkTimeMs?: number } & Ends)
  | ({ readonly kind: "constant-rate"; readonly ratePerSecond: number } & Ends)
  | ({ readonly kind: "poisson"; readonly ratePerSecond: number; readonly seed?: number } & Ends)
  | { readonly kind: "stages"; readonly stages: readonly Stage[]; readonly count?: number };

/** Exactly one of them. */
type Ends =
  | { readonly count: number; readonly durationMs?: undefined }
  | { readonly count?: undefined; readonly durationMs: number };

/** Node's timers take no more. */
export const MAX_TIMER_MS: number = 2 ** 31 - 1;
/** The most payloads of one phase. */
export const MAX_COUNT = 1_000_000_000;
const MAX_RATE = 1_000_000;
const MIN_RATE = 0.001;

const count = optional(integer(1, { min: 1, max: MAX_COUNT }));
const durationMs = optional(number(1, { min: 1, max: MAX_TIMER_MS }));
const rate = number(Number.NaN, { min: MIN_RATE, max: MAX_RATE });
/** How many payloads may be under way in a closed loop, and how many connections there may be. */
export const MAX_CONCURRENCY = 10_000;

/**
 * The load that an option stands for, complete.
 * @param connections the least concurrency of a closed loop, and its default: each connection has something to do
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkLoad(option: unknown, connections: number): Load {
  if (typeof option !== "object" || option === null) {
    throw invalidOption(
      "load",
      'an object such as { kind: "constant-rate", ratePerSecond, durationMs }',
      option,
    );
  }
  const { kind, ...given } = option as { kind?: unknown };
  switch (kind) {
    case "closed-loop": {
      const concurrency = integer(connections, { min: connections, max: MAX_CONCURRENCY });
      const thinkTimeMs = number(0, { min: 0, max: MAX_TIMER_MS });
      return {
        kind,
        ...oneEnd(parseOptions("load", { concurrency, thinkTimeMs, count, durationMs }, given)),
      };
    }
    case "constant-rate": {
      const load = parseOptions("load", { ratePerSecond: rate, count, durationMs }, given);
      return { kind, ...oneEnd(wantRate("load.ratePerSecond", load)) };
    }
    case "poisson": {
      const seed = integer(1, { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
      const load = parseOptions("load", { ratePerSecond: rate, seed, count, durationMs }, given);
      return { kind, ...oneEnd(wantRate("load.ratePerSecond", load)) };
    }
    case "stages": {
      refuseUnknown("load", ["stages", "count"], given);
      const { stages, count: given_count } = given as { stages?: unknown; count?: unknown };
      return {
        kind,
        stages: checkStages(stages),
        count: given_count === undefined ? null : count.parse("load.count", given_count),
      };
    }
    default:
      throw invalidOption("load.kind", '"closed-loop", "constant-rate", "poisson" or "stages"', kind);
  }
}

/** Null where nothing is given. */
function optional<T>(kind: OptionKind<T>): OptionKind<T | null> {
  return { default: null, parse: (name, value) => kind.parse(name, value) };
}

function wantRate<L extends { ratePerSecond: number }>(name: string, load: L): L {
  rate.parse(name, Number.isNaN(load.ratePerSecond) ? undefined : load.ratePerSecond);
  return load;
}

function oneEnd<L extends { count: number | null; durationMs: number | null }>(load: L): L {
  if ((load.count === null) !== (load.durationMs === null)) return load;
  throw new WireduelError(
    "INVALID_OPTION",
    `Expected \`load\` to be ended by either \`count\` or \`durationMs\`, got ${load.count === null ? "neither" : "both"}`,
  );
}

function checkStages(stages: unknown): readonly Stage[] {
  if (!Array.isArray(stages) || stages.length === 0) {
    throw invalidOption("load.stages", "a list of at least one { ratePerSecond, durationMs }", stages);
  }
  return stages.map((stage: unknown, index): Stage => {
    const name = `load.stages[${index}]`;
    if (typeof stage !== "object" || stage === null) {
      throw invalidOption(name, "{ ratePerSecond, durationMs }", stage);
    }
    refuseUnknown(name, ["ratePerSecond", "durationMs"], stage);
    const { ratePerSecond, durationMs: lasts } = stage as Partial<Stage>;
    return {
      ratePerSecond: checkStageRate(`${name}.ratePerSecond`, ratePerSecond),
      durationMs: durationMs.parse(`${name}.durationMs`, lasts) as number,
    };
  });
}

function checkStageRate(name: string, value: unknown): Stage["ratePerSecond"] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return rate.parse(name, value);
  refuseUnknown(name, ["from", "to"], value);
  const { from, to } = value as { from?: unknown; to?: unknown };
  // A ramp may begin or end with silence.
  const end = number(0, { min: 0, max: MAX_RATE });
  const ramp = { from: end.parse(`${name}.from`, from), to: end.parse(`${name}.to`, to) };
  if (Math.max(ramp.from, ramp.to) < MIN_RATE)
    throw invalidOption(name, "a ramp that is not all silence", value);
  return ramp;
}
