import type { JsonValue } from "../../result/json.js";
import type { Timing } from "../../result/result.js";
import { medianOf } from "./blocks.js";
import {
  betweenMs,
  cpuBesideCodecMs,
  cpuMs,
  frameBytes,
  inFlight,
  type More,
  moreOf,
  pageFaults,
  type Role,
  sentBytes,
  systemCpuMs,
  typicalOf,
  waits,
} from "./evidence.js";
import type { Cause, PartDifference } from "./explanation.js";
import { endOf } from "./settings.js";
import { cause, numbers, type SlowerPair, settingLike } from "./slower-pair.js";
import {
  COMPRESS_MS_PER_BYTE,
  CPU_SHARE,
  LEAST_ROUND_TRIP,
  MASK_MS_PER_BYTE,
  MATERIAL_SHARE,
  MORE_BYTES_RATIO,
  MORE_FAULTS,
  MORE_FAULTS_RATIO,
  MORE_ROUND_TRIP,
  MORE_WAITS,
  MOST_MS_PER_BYTE,
  MOST_MS_PER_CPU_MS,
  MOST_MS_PER_FAULT,
  MOST_MS_PER_WAIT,
} from "./thresholds.js";

const ROLES = ["sender", "receiver"] as const;

/** What the data show of a slower transport. Each is weighed: it must be able to explain a good part of the time. */
export function transportCauses(part: PartDifference, pair: SlowerPair): readonly Cause[] {
  const waiting = moreWaits(part, pair);
  return [
    // Payloads that wait for windows also wait for each other.
    ...(waiting.length > 0 ? waiting : queued(part, pair)),
    ...moreBytes(part, pair),
    ...moreFaults(part, pair),
    ...moreCpu(part, pair),
  ];
}

function moreWaits({ ms }: PartDifference, { blocks, slower, settings }: SlowerPair): Cause[] {
  const more = moreOf(blocks, waits);
  if (more === null || more.surplus < MORE_WAITS) return [];
  const roundTripMs = 2 * (slower.network?.delayMs ?? 0);
  if (more.surplus * (roundTripMs + MOST_MS_PER_WAIT) < MATERIAL_SHARE * ms) return [];
  // How long a round trip takes on loopback is not measured.
  const share = roundTripMs === 0 ? null : Math.min(1, (more.surplus * roundTripMs) / ms);
  const setting = settingLike(settings, /window/i);
  return [{ ...cause("WAITS", "transport", "sender"), ...numbers("count", more), share, setting }];
}

/** Payloads that wait until those before them are acknowledged, as requests on one connection of HTTP/1.1. */
function queued({ ms }: PartDifference, { blocks, slower, settings }: SlowerPair): Cause[] {
  const roundTripMs = 2 * (slower.network?.delayMs ?? 0);
  const more = moreOf(blocks, betweenMs);
  const onEach = (typicalOf(blocks, 0, inFlight) ?? 0) / slower.connections;
  if (roundTripMs === 0 || more === null || onEach <= 1) return [];
  // In round trips, on each connection.
  const apart = (between: number) => (between * slower.connections) / roundTripMs;
  if (apart(more.faster) >= LEAST_ROUND_TRIP || apart(more.surplus) < MORE_ROUND_TRIP) return [];
  // Ends that have much to do let payloads wait, too, the more so on a busy machine.
  const [ofSender, ofReceiver] = ROLES.map((role) => typicalOf(blocks, 0, cpuMs(role)));
  if (ofSender == null || ofReceiver == null) return [];
  if (apart(more.slower - MOST_MS_PER_CPU_MS * (ofSender + ofReceiver)) < LEAST_ROUND_TRIP) return [];
  const share = Math.min(1, ((onEach - 1) * roundTripMs) / ms);
  if (share < MATERIAL_SHARE) return [];
  const setting = settingLike(settings, /connections|pipelining|streams/i);
  return [{ ...cause("QUEUE", "transport"), ...numbers("ms", more), share, setting }];
}

/** Larger frames, or more bytes on the wire than larger frames explain. */
function moreBytes({ ms }: PartDifference, pair: SlowerPair): Cause[] {
  const { blocks, slower, faster, settings } = pair;
  const weighed = (more: More | null) => {
    if (more === null || more.slower < MORE_BYTES_RATIO * more.faster) return null;
    const share = Math.min(1, (more.surplus * msPerByte(pair)) / ms);
    return share < MATERIAL_SHARE ? null : { ...numbers("bytes", more), share };
  };
  const frames = moreOf(blocks, frameBytes);
  const wire = moreOf(blocks, sentBytes(slower), sentBytes(faster));
  const [ofFrames, ofWire] = [weighed(frames), weighed(wire)];
  const beyondFrames = (wire?.slower ?? 0) / (wire?.faster ?? 1) / ratioOf(frames) >= MORE_BYTES_RATIO;
  const codec = settingLike(settings, /^codec$/);
  return [
    ...(ofFrames === null ? [] : [{ ...cause("FRAME_BYTES", "transport"), ...ofFrames, setting: codec }]),
    ...(ofWire === null || !beyondFrames ? [] : [{ ...cause("WIRE_BYTES", "transport"), ...ofWire }]),
  ];
}

const ratioOf = (more: More | null) => (more === null ? 1 : more.slower / more.faster);

/** What a byte costs: what it cost the faster timing, but never more than the network and the machine can take for it. */
function msPerByte({ blocks, faster }: SlowerPair): number {
  const rateMbps = faster.network?.rateMbps ?? null;
  const most = MOST_MS_PER_BYTE + (rateMbps === null ? 0 : 8 / (1_000 * rateMbps));
  const [ms, bytes] = [
    typicalOf(blocks, 1, (round) => medianOf(round, "transport")),
    typicalOf(blocks, 1, sentBytes(faster)) ?? typicalOf(blocks, 1, frameBytes),
  ];
  return ms === null || !bytes ? most : Math.min(most, ms / bytes);
}

function moreFaults({ ms }: PartDifference, { blocks, settings }: SlowerPair): Cause[] {
  const turned = blocks.map(([slower, faster]) => [faster, slower] as const);
  return ROLES.flatMap((role) => {
    const more = moreOf(blocks, pageFaults(role));
    if (more === null || more.surplus < MORE_FAULTS || more.slower < MORE_FAULTS_RATIO * more.faster)
      return [];
    if (more.surplus * MOST_MS_PER_FAULT < MATERIAL_SHARE * ms) return [];
    // A fault is work of the kernel. If the kernel worked less, the faults were not what took the time.
    if (moreOf(turned, systemCpuMs(role)) !== null) return [];
    const system = moreOf(blocks, systemCpuMs(role));
    const share = system && Math.min(1, system.surplus / ms);
    if (share !== null && share < MATERIAL_SHARE) return [];
    const setting = settingLike(settings, /keepMemory/);
    return [{ ...cause("PAGE_FAULTS", "transport", role), ...numbers("count", more), share, setting }];
  });
}

/**
 * More CPU time at an end, and what the settings of both say of it. The CPU time is that of the way back, too. So a
 * later reply gets its part of it.
 */
function moreCpu({ ms }: PartDifference, pair: SlowerPair): Cause[] {
  const { blocks } = pair;
  const bothWaysMs = ms + laterReplyMs(pair);
  // With several payloads in flight, each waits for what the ends do for the others, codecs included.
  const together = typicalOf(blocks, 0, inFlight) ?? 1;
  const found = ROLES.flatMap((role) => {
    const more = moreOf(blocks, together > 1 ? cpuMs(role) : cpuBesideCodecMs(role));
    const share = more === null ? 0 : Math.min(1, (more.surplus * together) / bothWaysMs);
    if (more === null || share < CPU_SHARE) return [];
    return [{ ...cause("CPU", "transport", role), ...numbers("ms", more), share }];
  });
  return [...found.flatMap((cpu) => mechanism(cpu, ms, pair)), ...found];
}

/** How much later the reply of the slower timing is. 0 if that is not shown. */
function laterReplyMs({ parts }: SlowerPair): number {
  const reply = parts.find(({ part, significant }) => part === "reply" && significant);
  return Math.max(0, reply?.ms ?? 0);
}

/** What an end does with its CPU time, if a setting says it, and if it costs that much for so many bytes. */
function mechanism(cpu: Cause, ms: number, { blocks, slower, faster, settings }: SlowerPair): Cause[] {
  const bytes = typicalOf(blocks, 0, frameBytes) ?? 0;
  const named = (code: Cause["code"], name: RegExp): Cause[] => [
    { ...cpu, code, setting: settingLike(settings, name) },
  ];
  const costs = (msPerByte: number) => bytes * msPerByte >= CPU_SHARE * ms;
  if (cpu.end === "sender") {
    if (masksInJavaScript(slower) && !masksInJavaScript(faster) && costs(MASK_MS_PER_BYTE)) {
      return named("MASKING", /mask|bufferutil/i);
    }
    if (compresses(slower) && !compresses(faster) && costs(COMPRESS_MS_PER_BYTE)) {
      return named("COMPRESSION", COMPRESSION);
    }
  }
  const encrypts = slower.adapter.encryption !== "none" && faster.adapter.encryption === "none";
  // Between two protocols, the CPU time has too many other reasons.
  return encrypts && settings.sameProtocol ? named("ENCRYPTION", /^encryption$/) : [];
}

const COMPRESSION = /compress|deflate|\.settings\.(extensions|requestEncoding)$/i;

function masksInJavaScript(timing: Timing): boolean {
  return effective(timing, "sender", "mask").includes("javascript");
}

/** By its options, or by what was negotiated. */
function compresses(timing: Timing): boolean {
  const chosen = Object.entries(timing.adapter.options).filter(([name]) => COMPRESSION.test(name));
  const negotiated = ROLES.flatMap((role) => effective(timing, role, "extensions"));
  const encodings = ROLES.flatMap((role) => effective(timing, role, "requestEncoding"));
  return (
    chosen.some(([, value]) => !OFF.includes(value as never)) ||
    negotiated.some((value) => String(value).includes("deflate")) ||
    encodings.some((value) => !OFF.includes(value as never))
  );
}

const OFF: readonly JsonValue[] = [false, null, "", "none", "identity"];

/** The values of a setting in effect at an end. */
function effective({ rounds }: Timing, role: Role, name: string): readonly JsonValue[] {
  return rounds.flatMap(({ ends }) => endOf(ends, role)?.settings[name] ?? []);
}
