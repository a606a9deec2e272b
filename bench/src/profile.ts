// `pnpm bench profile VARIANT [BYTES] [IN_FLIGHT]`: where the processor time of both ends goes, and what is allocated for a
// message, by V8's own sampling.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ProfileReport } from "./profile-process.js";
import { table, three } from "./table.js";
import { VARIANTS } from "./variants.js";

const MOST_LINES = 16;
/** Above the time that all sampled places together take, to be listed. */
const LEAST_SHARE = 0.005;

interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: CallFrame }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
}

export default async function profile([
  variant = "tcp",
  bytes = "100",
  inFlight = "1",
]: readonly string[]): Promise<void> {
  const wrong = problemOf(variant, bytes, inFlight);
  if (wrong !== undefined) {
    process.stderr.write(`bench: ${wrong}\n`);
    process.exitCode = 2;
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), "wireduel-profile-"));
  try {
    // Node passes its options on by the environment: the receiver, which core forks, samples itself, too.
    const child = fork(
      fileURLToPath(new URL("./profile-process.js", import.meta.url)),
      [variant, bytes, inFlight],
      {
        env: { ...process.env, NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}` },
      },
    );
    const [report] = (await once(child, "message")) as [ProfileReport];
    await once(child, "exit");
    console.log(
      `${variant}, ${bytes} bytes, ${inFlight} in flight: ${Math.round(report.perSecond)} messages a second\n`,
    );
    for (const file of (await readdir(folder)).sort()) {
      const end = file.includes(`.${child.pid}.`) ? "sender" : "receiver";
      const cpu = JSON.parse(await readFile(join(folder, file), "utf8")) as CpuProfile;
      console.log(`${table([`the ${end}'s time, whole process`, "share"], sharesOf(cpu))}\n`);
    }
    const allocated = report.allocations.map(({ where, bytesPerMessage }) => [where, three(bytesPerMessage)]);
    console.log(table(["the sender's heap, bytes a message", "sampled"], allocated.slice(0, MOST_LINES)));
    console.log(
      `\nAll of it: ${three(report.heapBytesPerMessage)} bytes a message, outside of which Buffers lie.`,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

function problemOf(variant: string, bytes: string, inFlight: string): string | undefined {
  const ours = Object.entries(VARIANTS).filter(([, { by }]) => by === "wireduel");
  const names = ours.map(([name]) => name);
  if (!names.includes(variant))
    return `expected a variant (${names.join("; ")}), got ${JSON.stringify(variant)}`;
  for (const [what, text, most] of [
    ["bytes from 0 to 64000000", bytes, 64e6],
    ["1 to 1024 in flight", inFlight, 1_024],
  ] as const) {
    if (!/^\d+$/.test(text) || Number(text) > most) return `expected ${what}, got ${JSON.stringify(text)}`;
  }
  return undefined;
}

/** Self time by function, idle time left out. */
function sharesOf({ nodes, samples, timeDeltas }: CpuProfile): string[][] {
  const places = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const times = new Map<string, number>();
  let sum = 0;
  for (const [index, id] of samples.entries()) {
    const place = places.get(id) ?? "";
    if (place === "(idle)") continue;
    times.set(place, (times.get(place) ?? 0) + (timeDeltas[index] ?? 0));
    sum += timeDeltas[index] ?? 0;
  }
  return [...times]
    .sort(([, a], [, b]) => b - a)
    .filter(([, time]) => time > LEAST_SHARE * sum)
    .slice(0, MOST_LINES)
    .map(([place, time]) => [place, `${((100 * time) / sum).toFixed(1)} %`]);
}

/** A function with the end of its file's path. */
export function nameOf({ functionName, url }: CallFrame): string {
  const file = url.replace(/^.*\/node_modules\//, "").replace(/^file:.*\/(packages|bench)\//, "");
  return `${functionName || "(anonymous)"}${file === "" ? "" : `  ${file}`}`;
}
