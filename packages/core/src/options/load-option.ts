import type { ClosedLoop, ConstantRate, Load, Poisson, Stage, Stages } from "../load/load.js";
import {
  integer,
  invalidOption,
  isObject,
  type Kind,
  listOf,
  mismatch,
  number,
  object,
  oneOf,
  withDefault,
} from "./kinds.js";

/**
 * When payloads are due. Rates and concurrency apply to all connections together. Give exactly one of `count`
 * and `durationMs`: the load ends after that many payloads or milliseconds. `stages` end with the last stage,
 * or after `count` if given.
 *
 * - `closed-loop`: keeps `concurrency` payloads in flight (default: one per connection). The next one is due
 *   `thinkTimeMs` (default 0) after one is acknowledged or fails.
 * - `constant-rate`: at equal intervals, even if replies are late.
 * - `poisson`: at random intervals with a mean of 1/rate. The same `seed` (default 1) gives the same
 *   intervals.
 * - `stages`: one rate after another. Each is constant, or a linear ramp `from` one rate `to` another.
 */
export type LoadOption =
  | ({ readonly kind: "closed-loop"; readonly concurrency?: number; readonly thinkTimeMs?: number } & LoadEnd)
  | ({ readonly kind: "constant-rate"; readonly ratePerSecond: number } & LoadEnd)
  | ({ readonly kind: "poisson"; readonly ratePerSecond: number; readonly seed?: number } & LoadEnd)
  | { readonly kind: "stages"; readonly stages: readonly Stage[]; readonly count?: number };

/** How a load ends: exactly one of the two. */
export type LoadEnd =
  | { readonly count: number; readonly durationMs?: undefined }
  | { readonly count?: undefined; readonly durationMs: number };

/** The longest delay of a Node timer. */
export const MAX_TIMER_MS: number = 2 ** 31 - 1;
/** The maximum number of payloads of a load. */
export const MAX_COUNT = 1_000_000_000;
/** The maximum number of payloads in flight in a closed loop. */
const MAX_CONCURRENCY = 10_000;
const MAX_RATE = 1_000_000;
const MIN_RATE = 0.001;

const duration = number({ min: 1, max: MAX_TIMER_MS });
const rate = number({ min: MIN_RATE, max: MAX_RATE });
const count = withDefault<number | null>(integer({ min: 1, max: MAX_COUNT }), null);
const durationMs = withDefault<number | null>(duration, null);

// A ramp may start or end at 0, but not both.
const rampRate = number({ min: 0, max: MAX_RATE });
const ramp = object<{ from: number; to: number }>({ from: rampRate, to: rampRate });
const stageRate: Kind<Stage["ratePerSecond"]> = {
  parse(name, value) {
    if (!isObject(value)) return rate.parse(name, value);
    const parsed = ramp.parse(name, value);
    if (Math.max(parsed.from, parsed.to) >= MIN_RATE) return parsed;
    throw invalidOption(name, `a ramp with a rate of at least ${MIN_RATE} at one end`, value);
  },
};
const stage = object<Stage>(
  { ratePerSecond: stageRate, durationMs: duration },
  { wanted: "{ ratePerSecond, durationMs }" },
);
const stages: Kind<readonly Stage[]> = {
  parse(name, value) {
    const parsed = listOf(stage, "a list of at least one { ratePerSecond, durationMs }").parse(name, value);
    if (parsed.length > 0) return parsed;
    throw invalidOption(name, "a list of at least one { ratePerSecond, durationMs }", value);
  },
};

/**
 * Checks a `load` option and fills in defaults.
 * @param connections the minimum and the default of a closed loop's concurrency, so that every connection is
 *   used
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkLoad(option: unknown, connections: number): Load {
  if (!isObject(option)) {
    throw invalidOption(
      "load",
      'an object such as { kind: "constant-rate", ratePerSecond, durationMs }',
      option,
    );
  }
  const kinds = {
    "closed-loop": object<ClosedLoop>({
      kind: oneOf(["closed-loop"]),
      concurrency: withDefault(integer({ min: connections, max: MAX_CONCURRENCY }), connections),
      thinkTimeMs: withDefault(number({ min: 0, max: MAX_TIMER_MS }), 0),
      count,
      durationMs,
    }),
    "constant-rate": object<ConstantRate>({
      kind: oneOf(["constant-rate"]),
      ratePerSecond: rate,
      count,
      durationMs,
    }),
    poisson: object<Poisson>({
      kind: oneOf(["poisson"]),
      ratePerSecond: rate,
      seed: withDefault(integer(), 1),
      count,
      durationMs,
    }),
    stages: object<Stages>({ kind: oneOf(["stages"]), stages, count }),
  } as const;
  const kind = oneOf(Object.keys(kinds) as Load["kind"][]).parse("load.kind", option.kind);
  return oneEnd(kinds[kind].parse("load", option));
}

function oneEnd(load: Load): Load {
  if (load.kind === "stages" || (load.count === null) !== (load.durationMs === null)) return load;
  const got = load.count === null ? "neither" : "both";
  throw mismatch("load", "ended by either `count` or `durationMs`", got);
}
