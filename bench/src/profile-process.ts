// The sender of `pnpm bench profile`, in a process of its own.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BenchmarkOptions } from "@wireduel/core";
import { EventEmitter } from "eventemitter3";
import { makeAdapter, run } from "./run-cell.js";
import { type EndProfile, type Sampled, sampleEnd } from "./sample-end.js";
import { type VariantName, wireduelVariant } from "./variants.js";

/** What the sender measured. */
export interface Profiled {
  readonly perSecond: number;
  readonly warmupCount: number;
  readonly count: number;
  /** Of the counted payloads alone. */
  readonly sender: EndProfile;
}

/** As many as core keeps one by one: beyond, it would fold rows into histograms meanwhile. */
const MOST = 200_000;
const BYTES = 4e9;
const LARGE_BYTES = 100_000;
const [variant = "", bytes = "", inFlight = "", what = "", folder = ""] = process.argv.slice(2);

// The receiver, which core forks, has the environment of this process, and samples itself from its start to its end.
process.env.NODE_OPTIONS = `--import=${new URL("./profile-receiver.js", import.meta.url).href}`;
process.env.WIREDUEL_PROFILE = join(folder, "receiver.json");
process.env.WIREDUEL_PROFILE_OF = what;

const events = new EventEmitter() as NonNullable<BenchmarkOptions["events"]>;
let sender: EndProfile | undefined;
let stop: ReturnType<typeof sampleEnd> | undefined;
events.on("phase", ({ phase }) => {
  if (phase === "measure") stop = sampleEnd(what as Sampled);
  if (phase === "drain")
    stop?.((profile) => {
      sender = profile;
    });
});

const warmupCount = Number(bytes) >= LARGE_BYTES ? 100 : 50_000;
const count = Math.min(MOST, Math.ceil(BYTES / Math.max(1, Number(bytes))));
const { acknowledgedPerSecond } = await run({
  adapters: [await makeAdapter(wireduelVariant(variant as VariantName))],
  payload: { sizeBytes: Number(bytes) },
  load: { kind: "closed-loop", concurrency: Number(inFlight), count },
  maxTransmissions: MOST,
  warmupCount,
  events,
});
if (sender === undefined) throw new Error("the run told nothing of its phases");
const profiled: Profiled = { perSecond: acknowledgedPerSecond ?? 0, warmupCount, count, sender };
writeFileSync(join(folder, "sender.json"), JSON.stringify(profiled));
process.disconnect();
