import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import {
  type BenchmarkHandlers,
  type BenchmarkOptions,
  type BenchmarkResult,
  type MatrixResult,
  parseMatrix,
  parseResult,
  runBenchmark,
  runMatrix,
  serveReceivers,
  WireduelError,
} from "@wireduel/core";
import type { Adapter } from "@wireduel/core/adapter";
import { mistakesIn, mistakesInMatrix } from "../internals.js";
import { behindProxy } from "../proxy/behind-proxy.js";
import { mistakesAboutHarm } from "./harm-in-result.js";
import { interrupting } from "./interrupting.js";
import {
  type Choices,
  type MessageScenario,
  PROTOCOLS,
  type Scenario,
  type WireScenario,
} from "./scenario.js";

/** How a run with faults ended. */
export interface Outcome {
  /** `completed` or `failed`, or the code of the error that ended the run. */
  readonly ended: string;
  /** What does not add up, in the result, in what was stored while the run went on, and in what was stored at its end. */
  readonly mistakes: readonly string[];
  /** How many rounds the result has. */
  readonly rounds: number;
  /** How many payloads were sent in them. */
  readonly payloads: number;
}

/** Short ones, so that a run with many faults ends soon. Processes may start slowly on a busy machine. */
const TIMEOUTS = { timeoutMs: 500, silenceTimeoutMs: 5_000, connectTimeoutMs: 30_000 } as const;
/** A handshake that is swallowed ends with this one. */
const WIRE_TIMEOUTS = { ...TIMEOUTS, connectTimeoutMs: 5_000 } as const;

/** Runs a scenario, and checks all that it leaves. Throws what no run may throw. */
export async function runScenario(scenario: Scenario): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "wireduel-faults-"));
  try {
    const file = join(folder, "result.json");
    if (scenario.kind === "wire") return await runOnTheWire(scenario, file);
    return scenario.shape === "matrix"
      ? await runHarmedMatrix(scenario, file)
      : await runHarmed(scenario, file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function runHarmed(scenario: MessageScenario, file: string): Promise<Outcome> {
  const { shape, receiver } = scenario;
  const adapter = harmedAdapter(scenario);
  const several = { rounds: 2, slices: shape === "slices" ? 3 : 1 };
  return runOnce(scenario, file, {
    adapters: shape === "one round" ? [adapter] : [adapter, { ...adapter, label: "the same" }],
    receiver,
    ...(shape === "one round" ? {} : several),
  });
}

async function runOnTheWire(scenario: WireScenario, file: string): Promise<Outcome> {
  const { protocol, faults, receiver } = scenario;
  const behind = behindProxy(PROTOCOLS[protocol].plain(choicesOf(scenario)), (proxy) => {
    for (const fault of faults) proxy.plan(fault);
  });
  const { adapter } = behind;
  const server = receiver === "server" ? await serveReceivers({ adapters: [withoutModule(adapter)] }) : null;
  try {
    const where = server === null ? "inline" : { url: server.url };
    return await runOnce(scenario, file, { adapters: [adapter], receiver: where });
  } finally {
    await server?.close();
    await behind.close();
  }
}

/** A server makes an adapter with a module anew, and would not use the proxy. */
function withoutModule(adapter: Adapter): Adapter {
  return { ...adapter, protocol: { ...adapter.protocol, module: undefined } };
}

type Own = Pick<BenchmarkOptions, "adapters" | "receiver" | "rounds" | "slices">;

async function runOnce(scenario: Scenario, file: string, own: Own): Promise<Outcome> {
  const mistakes: string[] = [];
  const checks: Promise<void>[] = [];
  const check = async (result: BenchmarkResult) => {
    mistakes.push(...(await mistakesIn(result)), ...mistakesAboutHarm(result));
  };
  const interruption = interrupting(scenario.interruption);
  const events: BenchmarkHandlers = {
    phase: ({ phase }) => phase === "measure" && interruption.begin(),
    stored: ({ file: partial }) => void checks.push(check(parseResult(readFileSync(partial, "utf8")))),
  };
  const { sizeBytes, maxTransmissions } = scenario;
  const running = runBenchmark({
    ...own,
    ...(scenario.kind === "wire" ? WIRE_TIMEOUTS : TIMEOUTS),
    payload: { sizeBytes, seed: 7 },
    ...sendingOf(scenario),
    ...{ maxTransmissions, file, events, signal: interruption.signal },
  });
  const ended = await endOf(running);
  interruption.end();
  await Promise.all(checks);
  if (ended.result === undefined) return outcomeOf(ended.how, mistakes, []);
  await check(ended.result);
  if (ended.result.timings.length > 0) {
    const stored = parseResult(readFileSync(file, "utf8"));
    if (!isDeepStrictEqual(stored, ended.result))
      mistakes.push("the stored result differs from the one returned");
  }
  return outcomeOf(ended.how, mistakes, [ended.result]);
}

async function runHarmedMatrix(scenario: MessageScenario, file: string): Promise<Outcome> {
  const mistakes: string[] = [];
  const checks: Promise<void>[] = [];
  const check = async (matrix: MatrixResult) => {
    const aboutHarm = matrix.cells.flatMap(({ result }) =>
      result === null ? [] : mistakesAboutHarm(result),
    );
    mistakes.push(...(await mistakesInMatrix(matrix)), ...aboutHarm);
  };
  const interruption = interrupting(scenario.interruption);
  const { sizeBytes, receiver } = scenario;
  const running = runMatrix({
    adapters: [harmedAdapter(scenario)],
    payloads: [{ sizeBytes }, { sizeBytes: sizeBytes + 1 }],
    rounds: 2,
    ...TIMEOUTS,
    ...sendingOf(scenario),
    ...{ receiver, file, signal: interruption.signal },
    events: {
      phase: ({ phase }) => phase === "measure" && interruption.begin(),
      stored: () => void checks.push(check(parseMatrix(readFileSync(file, "utf8")))),
    },
  });
  const ended = await endOf(running);
  interruption.end();
  await Promise.all(checks);
  if (ended.matrix === undefined) return outcomeOf(ended.how, mistakes, []);
  await check(ended.matrix);
  const results = ended.matrix.cells.flatMap(({ result }) => result ?? []);
  return outcomeOf(ended.how, mistakes, results);
}

/** What a run and a matrix have in common. */
function sendingOf({ load, connections, maxInFlight, warmupCount, replyBytes, network }: Scenario) {
  const most = load.kind === "closed-loop" ? undefined : maxInFlight;
  return { load, connections, maxInFlight: most, warmupCount, replyBytes, network };
}

function harmedAdapter(scenario: MessageScenario): Adapter {
  const { protocol, harm, warmupCount } = scenario;
  return PROTOCOLS[protocol].harmed(choicesOf(scenario), { ...harm, unharmed: warmupCount });
}

function choicesOf({ direction, tls, codec }: Scenario): Choices {
  return { direction, tls, codec };
}

interface Ended {
  readonly how: string;
  readonly result?: BenchmarkResult | undefined;
  readonly matrix?: MatrixResult | undefined;
}

async function endOf(running: Promise<BenchmarkResult | MatrixResult>): Promise<Ended> {
  try {
    const result = await running;
    return { how: result.status, ...("cells" in result ? { matrix: result } : { result }) };
  } catch (error) {
    if (!(error instanceof WireduelError)) throw error;
    const { code, result, matrix } = error;
    // These say that the harness itself is wrong.
    if (code === "UNEXPECTED" || code === "INVALID_OPTION") throw error;
    return { how: code, result, matrix };
  }
}

function outcomeOf(ended: string, mistakes: readonly string[], results: readonly BenchmarkResult[]): Outcome {
  const rounds = results.flatMap(({ timings }) => timings.flatMap((timing) => timing.rounds));
  const payloads = rounds.reduce((sum, { counts }) => sum + counts.sent, 0);
  return { ended, mistakes, rounds: rounds.length, payloads };
}
