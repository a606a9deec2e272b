import type { RunSettings, Timing } from "@wireduel/core";
import { isMatrix, type StoredResult } from "@wireduel/core/report";
import { OWN_ADAPTERS } from "../adapters/load-adapters.js";
import { shellWord } from "../output/shell-word.js";

/**
 * The command line that measures a run again, with the same seed. Undefined if a command line cannot say what was measured:
 * a matrix, an adapter with options that are more than a word, payloads that were given as bytes.
 * @param own how the user starts the command
 */
export function commandOf(stored: StoredResult, own = "wireduel"): string | undefined {
  if (isMatrix(stored)) return undefined;
  const { timings, settings } = stored;
  const [first] = timings;
  if (first === undefined || settings.receiver !== "process") return undefined;
  if (!timings.every((timing) => sharedOf(timing) === sharedOf(first))) return undefined;
  const words = [
    timings.map(adapterOf),
    payloadOf(first),
    networkOf(first),
    loadOf(first),
    sendersOf(settings),
    ["--rounds", String(settings.rounds)],
    ["--decide-by", settings.decideBy],
    ["--margin", String(settings.margin)],
    settings.explain ? ["--explain"] : [],
    ["--seed", String(settings.seed)],
  ];
  if (words.some((part) => part === undefined || part.includes(undefined))) return undefined;
  return [own, ...(words.flat() as string[]).map(shellWord)].join(" ");
}

/** What the command line says once for all adapters. */
function sharedOf({ load, payload, network, connections }: Timing): string {
  return JSON.stringify([load, payload, network, connections]);
}

/** `ws:profile=tuned,label=again`. Only words that need no quotes inside. */
function adapterOf({ label, adapter }: Timing): string | undefined {
  const { name, options, chosen, automaticLabel, codec, direction, encryption, profile } = adapter;
  if (!Object.hasOwn(OWN_ADAPTERS, name) || encryption !== "none") return undefined;
  const values = Object.entries({
    ...options,
    codec,
    direction,
    ...(profile === null ? {} : { profile: profile.name }),
  }).filter(([option]) => chosen.includes(option) || option === "direction" || option === "profile");
  const said = values.flatMap(([option, value]) => {
    if (option === "direction" && value === "upload") return [];
    if (option === "profile" && value === "default") return [];
    return `${option}=${String(value)}`;
  });
  const all = automaticLabel ? said : [...said, `label=${label}`];
  const isPlain = [...values.map(([, value]) => value), label].every((value) =>
    /^[^,="\n]+$/.test(String(value)),
  );
  if (values.some(([, value]) => typeof value === "object") || !isPlain) return undefined;
  return all.length === 0 ? name : `${name}:${all.join(",")}`;
}

function payloadOf({ payload }: Timing): string[] | undefined {
  const [source, ...others] = payload.sources;
  if (source === undefined || others.length > 0) return undefined;
  const reply = payload.replyBytes > 0 ? ["--reply-bytes", String(payload.replyBytes)] : [];
  const { kind, from, leastBytes, mostBytes } = source;
  switch (kind) {
    case "bytes":
      return undefined;
    case "file":
    case "files":
      return from === null ? undefined : ["--payload", from, ...reply];
    case "lines":
      return from === null ? undefined : ["--lines", from, ...reply];
    default:
      return leastBytes === mostBytes ? ["--size", String(mostBytes), "--kind", kind, ...reply] : undefined;
  }
}

/** `20ms~2ms+100Mbit`, which says more than the name of a network. */
function networkOf({ network }: Timing): string[] {
  if (network === null) return [];
  const { delayMs, jitterMs, rateMbps } = network;
  const delay = jitterMs > 0 ? `${delayMs}ms~${jitterMs}ms` : `${delayMs}ms`;
  return ["--network", rateMbps === null ? delay : `${delay}+${rateMbps}Mbit`];
}

function loadOf({ load, connections }: Timing): string[] | undefined {
  if (load.kind === "poisson" || load.kind === "stages") return undefined;
  if (load.kind === "closed-loop" && load.thinkTimeMs > 0) return undefined;
  const pace =
    load.kind === "constant-rate"
      ? ["--rate", `${load.ratePerSecond}/s`]
      : ["--concurrency", String(load.concurrency)];
  const end = load.count === null ? ["--duration", `${load.durationMs}ms`] : ["--count", String(load.count)];
  return [...pace, "--connections", String(connections), ...end];
}

function sendersOf({ senders, receivers }: RunSettings): string[] {
  return [
    ...(senders > 1 ? ["--senders", String(senders)] : []),
    ...(receivers > 1 ? ["--receivers", String(receivers)] : []),
  ];
}
