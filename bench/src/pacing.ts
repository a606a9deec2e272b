// How close to their due times payloads are sent, and what that costs: Wireduel's pacer beside a plain setTimeout, in
// turns, over the same kind of socket to a process that echoes.
import { fork } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { tcp } from "@wireduel/adapter-tcp";
import { runBenchmark } from "@wireduel/core";
import { median, table, three } from "./table.js";

const RATES = [100, 500, 1_000, 5_000];
const ROUNDS = 5;
const ROUND_MS = 2_000;
const PAYLOAD_BYTES = 100;

interface Outcome {
  readonly slipMs: readonly number[];
  /** Share of one core, of the sender's process. */
  readonly cpu: number;
}

export default async function pacing(): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const rate of RATES) {
    const plain: Outcome[] = [];
    const ours: Outcome[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      plain.push(await setTimeoutPacer(rate));
      ours.push(await wireduel(rate));
    }
    const slip = (outcomes: readonly Outcome[]) =>
      median(outcomes.map(({ slipMs }) => median(slipMs.map(Math.abs))));
    for (const [name, outcomes] of [["setTimeout", plain] as const, ["Wireduel", ours] as const]) {
      const slips = outcomes.flatMap(({ slipMs }) => slipMs).sort((a, b) => a - b);
      rows.push([
        `${rate}/s ${name}`,
        three(slip(outcomes) * 1_000),
        three((slips[Math.floor(slips.length * 0.99)] ?? 0) * 1_000),
        `${slips.filter((ms) => ms < 0).length} of ${slips.length}`,
        `${Math.round(100 * median(outcomes.map(({ cpu }) => cpu)))} %`,
        name === "Wireduel" ? three(slip(ours) / slip(plain)) : "",
      ]);
    }
  }
  console.log(
    `${ROUNDS} rounds of ${ROUND_MS} ms each, in turns; ${PAYLOAD_BYTES} B over TCP; slip in microseconds\n`,
  );
  console.log(table(["", "median |slip|", "p99 slip", "early", "CPU of the sender", "ratio"], rows));
}

async function wireduel(ratePerSecond: number): Promise<Outcome> {
  const { timings } = await runBenchmark({
    adapters: [tcp()],
    payload: { sizeBytes: PAYLOAD_BYTES },
    load: { kind: "constant-rate", ratePerSecond, durationMs: ROUND_MS },
  });
  const [timing] = timings;
  const used = timing?.sender.resources;
  if (!timing || !used) throw new Error("no result");
  return {
    slipMs: timing.transmissions.map(({ slipMs }) => slipMs),
    cpu: (used.cpuUserMs + used.cpuSystemMs) / used.durationMs,
  };
}

/** What many write: a timer until the next due time, and a send when it fires. */
async function setTimeoutPacer(ratePerSecond: number): Promise<Outcome> {
  const child = fork(fileURLToPath(new URL("./echo-process.js", import.meta.url)));
  const [port] = (await once(child, "message")) as [number];
  const socket = connect(port, "127.0.0.1").setNoDelay();
  await once(socket, "connect");
  socket.resume();
  const payload = Buffer.alloc(PAYLOAD_BYTES);
  const slipMs: number[] = [];
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  await new Promise<void>((resolve) => {
    let n = 0;
    const dueMs = () => (n * 1_000) / ratePerSecond;
    const fire = () => {
      // At least the one that the timer was for, and whatever else is due.
      do {
        slipMs.push(performance.now() - startedAt - dueMs());
        socket.write(payload);
        n++;
      } while (dueMs() <= performance.now() - startedAt && dueMs() < ROUND_MS);
      if (dueMs() >= ROUND_MS) resolve();
      else setTimeout(fire, dueMs() - (performance.now() - startedAt));
    };
    fire();
  });
  const { user, system } = process.cpuUsage(cpu);
  const elapsedMs = performance.now() - startedAt;
  socket.destroy();
  child.kill();
  await once(child, "exit");
  return { slipMs, cpu: (user + system) / 1_000 / elapsedMs };
}
