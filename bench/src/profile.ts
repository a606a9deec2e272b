// `pnpm bench profile VARIANT [BYTES] [IN_FLIGHT]`: where the processor time of both ends goes, and what is allocated for a
// message, by V8's own sampling.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import type { HeapProfiler, Profiler, Runtime } from "node:inspector";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Profiled } from "./profile-process.js";
import { type EndProfile, SAMPLED } from "./sample-end.js";
import { table, three } from "./table.js";
import { VARIANTS } from "./variants.js";

const MOST_LINES = 14;
/** What a place takes of the whole, to be listed. */
const LEAST_SHARE = 0.008;

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
  for (const what of SAMPLED) {
    const { perSecond, warmupCount, count, sender, receiver } = await sampleBothEnds([
      variant,
      bytes,
      inFlight,
      what,
    ]);
    if (what === "cpu")
      console.log(`${variant}, ${bytes} bytes, ${inFlight} in flight: ${three(perSecond)} messages a second`);
    show("sender", sender, count);
    show("receiver", receiver, warmupCount + count);
  }
}

async function sampleBothEnds(args: readonly string[]): Promise<Profiled & { receiver: EndProfile }> {
  const folder = await mkdtemp(join(tmpdir(), "wireduel-profile-"));
  try {
    const program = fileURLToPath(new URL("./profile-process.js", import.meta.url));
    const [code] = await once(fork(program, [...args, folder]), "exit");
    if (code !== 0) throw new Error(`the sender ended with exit code ${code}`);
    return {
      ...(await readJson<Profiled>(join(folder, "sender.json"))),
      receiver: await readJson<EndProfile>(join(folder, "receiver.json")),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function show(end: string, { cpu, heap }: EndProfile, messages: number): void {
  if (cpu) console.log(`\n${table([`${end}: its processor's time`, "share"], sharesOf(cpu))}`);
  if (heap)
    console.log(
      `\n${table([`${end}: on V8's heap, for a message`, "bytes"], allocationsOf(heap, messages))}`,
    );
}

async function readJson<Content>(path: string): Promise<Content> {
  return JSON.parse(await readFile(path, "utf8")) as Content;
}

function problemOf(variant: string, bytes: string, inFlight: string): string | undefined {
  const ours = Object.entries(VARIANTS).filter(([, { by }]) => by === "wireduel");
  const names = ours.map(([name]) => name);
  if (!names.includes(variant))
    return `expected a variant (${names.join("; ")}), got ${JSON.stringify(variant)}`;
  for (const [what, text, least, most] of [
    ["bytes from 0 to 64000000", bytes, 0, 64e6],
    ["1 to 1024 in flight", inFlight, 1, 1_024],
  ] as const) {
    if (!/^\d+$/.test(text) || Number(text) < least || Number(text) > most)
      return `expected ${what}, got ${JSON.stringify(text)}`;
  }
  return undefined;
}

/** Self time by function, idle time left out. */
function sharesOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): string[][] {
  const places = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const times = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const place = places.get(id) ?? "";
    if (place !== "(idle)") times.set(place, (times.get(place) ?? 0) + (timeDeltas[index] ?? 0));
  }
  return most(times, (time, sum) => `${((100 * time) / sum).toFixed(1)} %`);
}

/** Bytes by the function that allocated them. */
function allocationsOf(head: HeapProfiler.SamplingHeapProfileNode, messages: number): string[][] {
  const sizes = new Map<string, number>();
  const add = ({ callFrame, selfSize, children }: HeapProfiler.SamplingHeapProfileNode): void => {
    const place = nameOf(callFrame);
    sizes.set(place, (sizes.get(place) ?? 0) + selfSize);
    for (const child of children) add(child);
  };
  add(head);
  const sum = [...sizes.values()].reduce((all, size) => all + size, 0);
  return [...most(sizes, (size) => three(size / messages)), ["all", three(sum / messages)]];
}

function most(values: Map<string, number>, format: (value: number, sum: number) => string): string[][] {
  const sum = [...values.values()].reduce((all, value) => all + value, 0);
  return [...values]
    .sort(([, a], [, b]) => b - a)
    .filter(([, value]) => value > LEAST_SHARE * sum)
    .slice(0, MOST_LINES)
    .map(([place, value]) => [place, format(value, sum)]);
}

/** A function, and whose it is: a library's file, a package of ours, or V8 itself. */
function nameOf({ functionName, url }: Runtime.CallFrame): string {
  const whose = url
    .replace(/^.*\/node_modules\//, "")
    .replace(/^file:.*\/packages\/([^/]+)\/.*$/, "@wireduel/$1")
    .replace(/^file:.*\/bench\/.*$/, "the bench");
  if (functionName === "" && whose === "") return "(native code without a name)";
  return [functionName || "(anonymous)", whose].filter(Boolean).join("  ");
}
