import type { NetworkOption } from "@wireduel/core";
import { didYouMean } from "@wireduel/core/adapter";
import { badValue, type UsageError } from "../failure.js";
import type { Flag } from "./flag.js";
import type { Described } from "./kinds.js";
import { shown } from "./shown.js";
import { readBitRate, readDuration } from "./units.js";

/** A network, and how the user wrote it. */
export interface NamedNetwork {
  /** `20ms+100Mbit`. The label of cells of a matrix. */
  readonly name: string;
  /** Null: none. */
  readonly network: NetworkOption | null;
}

const WORDS = ["none", "lan", "wan"] as const;
const WANTED =
  "none, lan, wan, a one-way delay such as 20ms or 20ms~2ms (with jitter), a rate such as 100Mbit, or 20ms+100Mbit";
const MOST_MS = 10_000;
const SLOWEST_MBPS = 0.01;
const FASTEST_MBPS = 100_000;

/** A flag whose value is a network: `none`, `lan`, `wan`, `20ms`, `20ms~2ms`, `100Mbit`, `20ms+100Mbit`. */
export function networkFlag(described: Described): Flag<NamedNetwork, string> {
  return {
    value: "NETWORK",
    fallback: "",
    choices: WORDS,
    ...described,
    parse(name, given) {
      if (typeof given !== "string") throw badValue(name, WANTED, shown(given));
      const text = given.trim();
      if (text === "none") return { name: text, network: null };
      if (text === "lan" || text === "wan") return { name: text, network: text };
      return { name: text, network: readParts(name, text) };
    },
  };
}

/** `20ms~2ms+100Mbit` */
function readParts(name: string, text: string): NetworkOption {
  const network: { delayMs?: number; jitterMs?: number; rateMbps?: number } = {};
  for (const part of text.split("+").map((one) => one.trim())) {
    const { value: rate, meant } = readBitRate(part);
    const [delay = "", jitter, ...more] = part.split(/[~±]/);
    const twice = (rate === undefined ? network.delayMs : network.rateMbps) !== undefined;
    if (twice || more.length > 0) throw refused(name, text);
    if (rate !== undefined) {
      network.rateMbps = within(name, "a rate from 10kbit to 100Gbit", part, rate, [
        SLOWEST_MBPS,
        FASTEST_MBPS,
      ]);
      continue;
    }
    network.delayMs = milliseconds(name, delay, meant, text);
    if (jitter !== undefined) network.jitterMs = milliseconds(name, jitter, undefined, text);
  }
  if ((network.jitterMs ?? 0) <= (network.delayMs ?? 0)) return network;
  throw badValue(name, "a jitter of at most the delay", shown(text));
}

function milliseconds(name: string, part: string, meant: string | undefined, whole: string): number {
  const reading = readDuration(part);
  if (reading.value !== undefined)
    return within(name, "a delay of at most 10s", part, reading.value, [0, MOST_MS]);
  // A number alone is a delay more often than a rate, and more often in milliseconds than in seconds.
  const likely = meant ?? reading.meant?.replace(/^([\d.]+)s$/, "$1ms");
  throw refused(name, whole, likely === undefined ? undefined : whole.replace(part, likely));
}

function within(
  name: string,
  wanted: string,
  part: string,
  value: number,
  [min, max]: readonly [number, number],
): number {
  if (value >= min && value <= max) return value;
  throw badValue(name, wanted, shown(part));
}

function refused(name: string, text: string, meant?: string): UsageError {
  const hint = meant === undefined ? didYouMean(text, WORDS, (word) => word) : `; did you mean ${meant}?`;
  return badValue(name, WANTED, shown(text) + hint);
}
