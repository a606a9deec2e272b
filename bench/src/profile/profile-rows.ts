import type { HeapProfiler, Profiler, Runtime } from "node:inspector";
import { three } from "../results/numbers.js";

const MOST_ROWS = 14;
/** Smaller shares are not listed. */
const LEAST_SHARE = 0.008;

/** Self time by function, without idle time. */
export function cpuRows(profile: Profiler.Profile): string[][] {
  return largest(selfTimes(profile, nameOf), share);
}

/** Self time by owner, without idle time: libraries, packages of this repository, Node, and the rest. */
export function ownerRows(profile: Profiler.Profile): string[][] {
  return largest(selfTimes(profile, ownerOf), share);
}

function selfTimes(
  { nodes, samples = [], timeDeltas = [] }: Profiler.Profile,
  groupOf: (frame: Runtime.CallFrame) => string,
): Map<string, number> {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const times = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const frame = frames.get(id);
    if (frame === undefined || frame.functionName === "(idle)") continue;
    const group = groupOf(frame);
    times.set(group, (times.get(group) ?? 0) + (timeDeltas[index] ?? 0));
  }
  return times;
}

function share(time: number, sum: number): string {
  return `${((100 * time) / sum).toFixed(1)} %`;
}

/** Bytes per message, by the function that allocated them. */
export function allocationRows(head: HeapProfiler.SamplingHeapProfileNode, messages: number): string[][] {
  const sizes = new Map<string, number>();
  const add = ({ callFrame, selfSize, children }: HeapProfiler.SamplingHeapProfileNode): void => {
    const place = nameOf(callFrame);
    sizes.set(place, (sizes.get(place) ?? 0) + selfSize);
    for (const child of children) add(child);
  };
  add(head);
  const all = ["all", three(sumOf(sizes) / messages)];
  return [...largest(sizes, (size) => three(size / messages)), all];
}

function largest(values: Map<string, number>, format: (value: number, sum: number) => string): string[][] {
  const sum = sumOf(values);
  return [...values]
    .sort(([, a], [, b]) => b - a)
    .filter(([, value]) => value > LEAST_SHARE * sum)
    .slice(0, MOST_ROWS)
    .map(([place, value]) => [place, format(value, sum)]);
}

function sumOf(values: Map<string, number>): number {
  return [...values.values()].reduce((sum, value) => sum + value, 0);
}

/** A function and its place: a file of a library, a package of this repository, or V8. */
function nameOf({ functionName, url }: Runtime.CallFrame): string {
  const place = placeOf(url);
  if (functionName === "" && place === "") return "(native code without a name)";
  return [functionName || "(anonymous)", place].filter(Boolean).join("  ");
}

function placeOf(url: string): string {
  return url
    .replace(/^.*\/node_modules\//, "")
    .replace(/^file:.*\/packages\/([^/]+)\/.*$/, "@wireduel/$1")
    .replace(/^file:.*\/bench\/.*$/, "the bench");
}

/** The package of a function. Native code has no URL, and neither has the code that protobufjs generates. */
function ownerOf({ functionName, url }: Runtime.CallFrame): string {
  const place = placeOf(url);
  if (functionName === "(garbage collector)") return functionName;
  if (place === "") return "(native and generated code)";
  if (place.startsWith("node:")) return "Node's JavaScript";
  const [first = "", second = ""] = place.split("/");
  return first.startsWith("@") ? `${first}/${second}` : first;
}
