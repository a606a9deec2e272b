// From the values of flags to what is measured and what is allowed.
import type { RoundsOption } from "@wireduel/core";
import type { Limit } from "@wireduel/core/report";
import { labelOf } from "../adapters/label-of.js";
import { UsageError } from "../failure.js";
import type { ValuesOf } from "../flags/flag.js";
import { MOST_ROUNDS } from "../flags/rounds-flag.js";
import { type RunPlan, runPlanOf } from "../run/run-options.js";
import type { GateFlags } from "./gate-flags.js";
import type { GateRules } from "./judge.js";
import { parseLimit, type TypedLimit } from "./limit.js";
import type { Sources } from "./sources.js";

const TOLERANCE = 0.1;
/**
 * The most rounds in each minute of the budget of a cell, and in a short one. Looks are planned up to this number, so it
 * should be near what fits.
 */
const ROUNDS_OF_MINUTE = 30;
const ROUNDS_OF_SHORT = 12;
/** With fewer rounds, nothing can be shown. */
export const FEWEST_ROUNDS = 6;

/** What a gate measures, and what it allows. */
export interface GatePlan {
  readonly run: RunPlan;
  readonly rules: GateRules;
}

/**
 * Plans a gate.
 * @throws UsageError
 */
export function gatePlanOf(values: ValuesOf<GateFlags>, sources: Sources, cwd: string): GatePlan {
  const rules = rulesOf(values, sources);
  const run = runPlanOf({ ...values, explain: undefined, margin: undefined }, sources.adapters, cwd);
  if (values.baseline !== undefined && run.single === null) {
    throw new UsageError(`--baseline: it is for a single size, network and rate, and there are ${run.cells}`);
  }
  const rounds = roundsOf(values, rules, run);
  const countsBytes = values.decideBy === "bytes" || rules.limits.some(({ value }) => value === "bytes");
  const gated = {
    ...(rounds === undefined ? {} : { rounds }),
    ...(sources.pairs ? { reference: sources.pairs } : {}),
    ...(countsBytes ? { wireBytes: true } : {}),
  };
  return {
    run: { ...run, single: run.single && { ...run.single, ...gated }, matrix: { ...run.matrix, ...gated } },
    rules,
  };
}

function rulesOf(values: ValuesOf<GateFlags>, sources: Sources): GateRules {
  const { adapters, pairs } = sources;
  const { failIf = [], failIfSlower, baseline, reference } = values;
  const hasBase = pairs !== null || baseline !== undefined;
  const tolerance = failIfSlower ?? (hasBase && failIf.length === 0 ? TOLERANCE : null);
  if (tolerance === null && failIf.length === 0) {
    throw new UsageError(
      "say what is allowed, with --fail-if 'ws.p99 > 20ms' or --fail-if-slower 10%, or compare with --base, --base-modules or --baseline",
    );
  }
  if (tolerance !== null && !hasBase && adapters.length < 2) {
    throw new UsageError(
      "--fail-if-slower: it needs a base: a second adapter, --base, --base-modules or --baseline",
    );
  }
  if (tolerance === null && reference !== undefined) {
    throw new UsageError("--reference: it needs --fail-if-slower, because absolute limits compare nothing");
  }
  const limits = failIf.map((text) => parseLimit("--fail-if", text));
  const labelled = limits.map((limit) => withLabel(limit, sources));
  for (const limit of limits) refuseUnmeasured(limit, values);
  return { tolerance, limits: labelled };
}

/** How many payloads a round needs for each percentile. */
const PAYLOADS_FOR: Readonly<Record<string, number>> = {
  p90: 10,
  p95: 20,
  p99: 100,
  p999: 1_000,
  p9999: 10_000,
};

/** Refuses a limit for what this run does not measure. */
function refuseUnmeasured({ text, value }: TypedLimit, { rate, count }: ValuesOf<GateFlags>): void {
  const [first, last] = [value.split(".")[0], value.split(".").at(-1) as string];
  if (first === "response" && rate === undefined) {
    throw new UsageError(`--fail-if: ${text}: only a run with --rate has response times; use service`);
  }
  if (first === "throughput" && rate !== undefined) {
    throw new UsageError(`--fail-if: ${text}: --rate decides the throughput`);
  }
  const needed = PAYLOADS_FOR[last] ?? 0;
  if (count !== undefined && count < needed) {
    throw new UsageError(`--fail-if: ${text}: ${last} needs --count ${needed}, got ${count}`);
  }
}

/** The limit with the label of the result. `ws` means the only adapter of that protocol, or its head. */
function withLabel({ label: named, value, bound }: Limit, { adapters, pairs }: Sources): Limit {
  const heads = pairs === null ? adapters : adapters.filter(({ label }) => Object.hasOwn(pairs, label));
  return { label: labelOf("--fail-if", named, adapters, heads), value, bound };
}

/** Only a run that answers nothing but a tolerance may stop early: its looks account for it. */
function roundsOf(
  { rounds, failIf, baseline }: ValuesOf<GateFlags>,
  { tolerance }: GateRules,
  { single, matrix, cells }: RunPlan,
): RoundsOption | undefined {
  const most = typeof rounds === "number" ? rounds : rounds?.max;
  if (most !== undefined && most < FEWEST_ROUNDS) {
    throw new UsageError(
      `--rounds: expected at least ${FEWEST_ROUNDS}, because fewer show nothing, got ${most}`,
    );
  }
  if (typeof rounds === "number") return rounds;
  const other = failIf !== undefined ? "--fail-if" : baseline !== undefined ? "--baseline" : undefined;
  if (other === undefined && tolerance !== null) {
    const budgetMs = ((single ?? matrix).budgetMs ?? 60_000) / cells;
    const fits = Math.round((budgetMs / 60_000) * ROUNDS_OF_MINUTE);
    const max = Math.min(MOST_ROUNDS, Math.max(ROUNDS_OF_SHORT, fits));
    return { ...(rounds ?? { max }), tolerance };
  }
  if (rounds === undefined) return undefined;
  throw new UsageError(
    `--rounds: expected one number with ${other}, because a run that stops early cannot answer it, got ${rounds.min}-${rounds.max}`,
  );
}
