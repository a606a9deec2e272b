import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Child } from "../processes/fork-and-wait.js";
import { measureFromOutside } from "./outside.js";
import {
  BYTES,
  CONNECTIONS,
  MEASURE_MS,
  type PeerNumbers,
  type Reported,
  type Trial,
  WARMUP_MS,
} from "./plan.js";

/** A tool that makes the load: how it is started, and what it reported when it has ended by itself. */
interface Tool {
  args(trial: Trial, port: number, folder: string): readonly string[];
  reported(output: string, folder: string): Reported;
}

const NOTHING: Reported = { p50Us: null, p99Us: null };
/** It runs a little longer than it is measured. */
const RUN_MS = WARMUP_MS + MEASURE_MS + 1_500;

export const LOAD_TOOLS: Readonly<Record<"Artillery" | "autocannon", Tool>> = {
  Artillery: {
    args(trial, port, folder) {
      writeFileSync(join(folder, "script.json"), JSON.stringify(artilleryScript(trial, port)));
      writeFileSync(join(folder, "functions.cjs"), artilleryFunctions());
      const report = join(folder, "report.json");
      return ["node_modules/artillery/bin/run", "run", join(folder, "script.json"), "--output", report];
    },
    reported: (_, folder) => readArtillery(readFileSync(join(folder, "report.json"), "utf8")),
  },
  autocannon: {
    args: (trial, port) => [
      ...["node_modules/autocannon/autocannon.js", "--json", "--method", "POST"],
      ...["--connections", String(CONNECTIONS[trial]), "--duration", String(Math.ceil(RUN_MS / 1_000))],
      ...["--body", "x".repeat(BYTES), `http://127.0.0.1:${port}`],
    ],
    reported: (output) => readAutocannon(output),
  },
};

/**
 * Runs a tool against a server, and measures it from outside.
 * @param installed the folder with its package
 * @throws Error with the end of its output if it fails
 */
export async function runTool(
  name: keyof typeof LOAD_TOOLS,
  { trial, installed, server, port, signal }: ToolRun,
): Promise<PeerNumbers> {
  const folder = mkdtempSync(join(tmpdir(), "wireduel-load-"));
  const tool = LOAD_TOOLS[name];
  const env = { ...process.env, ARTILLERY_DISABLE_TELEMETRY: "true" };
  const child = spawn(process.execPath, tool.args(trial, port, folder), { cwd: installed, env, signal });
  try {
    let [output, errors] = ["", ""];
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    const ended = new Promise<void>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => {
        if (code === 0) resolve();
        else reject(new Error(`${name} ended with exit code ${code}: ${`${output}${errors}`.slice(-500)}`));
      });
    });
    ended.catch(() => {});
    // It ends after a time of its own, so its warm-up is a time.
    const outside = await measureFromOutside(server, child.pid ?? 0, signal, { warmup: 0 });
    // With many connections its times are those of a queue, so nobody waits for them.
    if (trial === "capacity") return { ...outside, ...NOTHING };
    await ended;
    return { ...outside, ...tool.reported(output, folder) };
  } finally {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  }
}

export interface ToolRun {
  readonly trial: Trial;
  readonly installed: string;
  readonly server: Child;
  readonly port: number;
  readonly signal: AbortSignal;
}

/**
 * One virtual user for each connection. Without `capture` the engine of WebSocket does not wait for the answer. It reports no times of
 * messages, so in the trial for latency, functions of ours stamp each of them.
 */
function artilleryScript(trial: Trial, port: number): object {
  const text = JSON.stringify({ a: "x".repeat(BYTES - JSON.stringify({ a: "" }).length) });
  const send = { send: { payload: text, capture: { json: "$", as: "answer" } } };
  const flow = trial === "latency" ? [{ function: "before" }, send, { function: "after" }] : [send];
  return {
    config: {
      target: `ws://127.0.0.1:${port}`,
      phases: [{ duration: 1, arrivalCount: CONNECTIONS[trial] }],
      processor: "./functions.cjs",
    },
    scenarios: [{ engine: "ws", flow: [{ loop: flow, whileTrue: "isTimeLeft" }] }],
  };
}

/** Reports are rounded to a tenth, so the unit is the microsecond. Messages of the warm-up are left out. */
function artilleryFunctions(): string {
  return `let first;
module.exports = {
  isTimeLeft(context, done) {
    first ??= performance.now();
    done(performance.now() - first < ${RUN_MS});
  },
  before(context, events, next) {
    context.vars.sentAt = performance.now();
    next();
  },
  after(context, events, next) {
    const now = performance.now();
    if (now - first > ${WARMUP_MS}) events.emit("histogram", "round_trip_us", 1_000 * (now - context.vars.sentAt));
    next();
  },
};
`;
}

interface ArtilleryReport {
  readonly aggregate: {
    readonly summaries: { readonly round_trip_us?: { readonly p50: number; readonly p99: number } };
  };
}

/** The round trips in the report of Artillery. */
export function readArtillery(text: string): Reported {
  const times = (JSON.parse(text) as ArtilleryReport).aggregate.summaries.round_trip_us;
  if (times === undefined) throw new Error("the report of Artillery has no round trips");
  return { p50Us: times.p50, p99Us: times.p99 };
}

/** The latencies that autocannon prints, which are whole milliseconds. */
export function readAutocannon(output: string): Reported {
  const { latency } = JSON.parse(output) as { latency: { p50: number; p99: number } };
  return { p50Us: latency.p50 * 1_000, p99Us: latency.p99 * 1_000 };
}
