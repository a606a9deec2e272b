// `pnpm bench pacing`: how late payloads are sent, and how much CPU an exact schedule costs. It alternates Wireduel's pacer
// and a plain setTimeout, over the same kind of socket to an echo process.
import { once } from "node:events";
import { connect } from "node:net";
import { tcp } from "@wireduel/adapter-tcp";
import { runBenchmark, type Timing, typicalRound } from "@wireduel/core";
import { withChild } from "../processes/fork-and-wait.js";
import { median, three } from "../results/numbers.js";
import { textTable } from "../results/table.js";

const RATES = [100, 500, 1_000, 5_000];
const ROUNDS = 5;
const ROUND_MS = 2_000;
const PAYLOAD_BYTES = 100;
const ECHO = new URL("./echo-process.js", import.meta.url);

interface Outcome {
  readonly slipMs: readonly number[];
  /** Share of one core that the sender process used. */
  readonly cpu: number;
}

export default async function pacing(): Promise<void> {
  const rows: string[][] = [];
  for (const rate of RATES) {
    const plain: Outcome[] = [];
    const ours: Outcome[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      plain.push(await setTimeoutPacer(rate));
      ours.push(await wireduel(rate));
    }
    const ratio = three(medianSlipMs(ours) / medianSlipMs(plain));
    rows.push([`${rate}/s setTimeout`, ...cellsOf(plain), ""]);
    rows.push([`${rate}/s Wireduel`, ...cellsOf(ours), ratio]);
  }
  console.log(
    `${ROUNDS} rounds of ${ROUND_MS} ms each, interleaved; ${PAYLOAD_BYTES} B over TCP; slip in microseconds\n`,
  );
  console.log(textTable(["", "median |slip|", "p99 slip", "early", "CPU of the sender", "ratio"], rows));
}

function medianSlipMs(outcomes: readonly Outcome[]): number {
  return median(outcomes.map(({ slipMs }) => median(slipMs.map(Math.abs))));
}

function cellsOf(outcomes: readonly Outcome[]): string[] {
  const slips = outcomes.flatMap(({ slipMs }) => slipMs).sort((a, b) => a - b);
  return [
    three(medianSlipMs(outcomes) * 1_000),
    three((slips[Math.floor(slips.length * 0.99)] ?? 0) * 1_000),
    `${slips.filter((ms) => ms < 0).length} of ${slips.length}`,
    `${Math.round(100 * median(outcomes.map(({ cpu }) => cpu)))} %`,
  ];
}

async function wireduel(ratePerSecond: number): Promise<Outcome> {
  const { timings } = await runBenchmark({
    adapters: [tcp()],
    payload: { sizeBytes: PAYLOAD_BYTES },
    load: { kind: "constant-rate", ratePerSecond, durationMs: ROUND_MS },
  });
  const { transmissions, ends } = typicalRound(timings[0] as Timing);
  const used = ends.senders[0]?.resources;
  if (!used) throw new Error("the sender reported no resources");
  return {
    slipMs: transmissions.map(({ slipMs }) => slipMs),
    cpu: (used.cpuUserMs + used.cpuSystemMs) / used.durationMs,
  };
}

/** The usual way: a timer until the next due time, and a send when it fires. */
function setTimeoutPacer(ratePerSecond: number): Promise<Outcome> {
  return withChild(ECHO, { name: "the echo" }, async (echo) => {
    const socket = connect((await echo.next()) as number, "127.0.0.1").setNoDelay();
    await once(socket, "connect");
    socket.resume();
    const payload = Buffer.alloc(PAYLOAD_BYTES);
    const cpu = process.cpuUsage();
    const startedAt = performance.now();
    const slipMs = await sendByTimers(ratePerSecond, startedAt, () => socket.write(payload));
    const { user, system } = process.cpuUsage(cpu);
    const elapsedMs = performance.now() - startedAt;
    socket.destroy();
    return { slipMs, cpu: (user + system) / 1_000 / elapsedMs };
  });
}

function sendByTimers(ratePerSecond: number, startedAt: number, send: () => void): Promise<number[]> {
  const slipMs: number[] = [];
  const elapsedMs = () => performance.now() - startedAt;
  const dueMs = () => (slipMs.length * 1_000) / ratePerSecond;
  return new Promise((resolve) => {
    const fire = () => {
      // Sends the payload that the timer was for, and any others that are due.
      do {
        slipMs.push(elapsedMs() - dueMs());
        send();
      } while (dueMs() <= elapsedMs() && dueMs() < ROUND_MS);
      if (dueMs() >= ROUND_MS) resolve(slipMs);
      else setTimeout(fire, dueMs() - elapsedMs());
    };
    fire();
  });
}
