import type { HeapProfiler, Profiler, Runtime } from "node:inspector";
import { three } from "../results/numbers.js";

const MOST_ROWS = 14;
/** Smaller shares are not listed. */
const LEAST_SHARE = 0.008;

/** Self time by function, without idle time. */
export function cpuRows({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): string[][] {
  const places = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const times = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const place = places.get(id) ?? "";
    if (place !== "(idle)") times.set(place, (times.get(place) ?? 0) + (timeDeltas[index] ?? 0));
  }
  return largest(times, (time, sum) => `${((100 * time) / sum).toFixed(1)} %`);
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

/** A function and its owner: a file of a library, a package of this repository, or V8. */
function nameOf({ functionName, url }: Runtime.CallFrame): string {
  const owner = url
    .replace(/^.*\/node_modules\//, "")
    .replace(/^file:.*\/packages\/([^/]+)\/.*$/, "@wireduel/$1")
    .replace(/^file:.*\/bench\/.*$/, "the bench");
  if (functionName === "" && owner === "") return "(native code without a name)";
  return [functionName || "(anonymous)", owner].filter(Boolean).join("  ");
}
