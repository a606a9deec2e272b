import { readdirSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { collectGarbage, processesBelow } from "../internals.js";

/** How long what was closed may take to go. */
const GONE_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 50;

/** What this process holds, by name: descriptors, handles, children, files in a folder. */
export type Held = ReadonlyMap<string, number>;

/** @param folder for temporary files */
export function heldNow(folder: string): Held {
  const held = new Map<string, number>();
  const add = (name: string) => held.set(name, (held.get(name) ?? 0) + 1);
  // The folder of descriptors is itself open while it is read, each time.
  for (const _ of readdirSync("/proc/self/fd")) add("descriptor");
  for (const handle of process.getActiveResourcesInfo()) add(`handle ${handle}`);
  for (const { command } of processesBelow(process.pid)) add(`child process ${command}`);
  for (const file of readdirSync(folder)) add(`temporary file ${file}`);
  return held;
}

/** Waits until no more is held than before. Returns what still is more: `2 more handle TCPSocketWrap`. */
export async function leftBehind(before: Held, folder: string, withinMs = GONE_WITHIN_MS): Promise<string[]> {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    const more = [...heldNow(folder)].flatMap(([name, count]) => {
      const added = count - (before.get(name) ?? 0);
      return added > 0 ? [`${added} more ${name}`] : [];
    });
    if (more.length === 0 || performance.now() > giveUpAt) return more;
    await pause(LOOK_EVERY_MS);
  }
}

/** How much memory is in use after a garbage collection, in bytes. */
export async function memoryInUse(): Promise<number> {
  await collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
