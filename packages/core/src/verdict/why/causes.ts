import type { RoundResult } from "../../result/result.js";
import { medianOf } from "./blocks.js";
import { cpuMs, frameBytes, moreOf, typicalOf, workShare } from "./evidence.js";
import { CAUSE_CODES, type Cause, type PartDifference } from "./explanation.js";
import { PARTS_OF } from "./parts.js";
import { cause, numbers, type SlowerPair, settingLike } from "./slower-pair.js";
import { BUSY_SHARE, MATERIAL_SHARE, MORE_BYTES_RATIO } from "./thresholds.js";
import { transportCauses } from "./transport-causes.js";

/**
 * The causes that the data support, those of the largest part first. A cause belongs to a part in which the slower
 * timing takes significantly longer, and the slower timing has significantly more of it.
 */
export function causesOf(pair: SlowerPair): readonly Cause[] {
  const parts = pair.parts.filter((part) => explains(part, pair)).sort((one, other) => other.ms - one.ms);
  return [
    ...onlyDifference(pair, parts[0]),
    ...parts.flatMap((part) => [...causesOfPart(part, pair)].sort((one, other) => rank(one) - rank(other))),
  ];
}

const rank = ({ code }: Cause) => CAUSE_CODES.indexOf(code);

/** Whether the slower timing loses a good part of the time here. A part that the time does not contain takes none of it. */
function explains({ part, ms, significant }: PartDifference, pair: SlowerPair): boolean {
  return PARTS_OF[pair.of].includes(part) && significant && ms >= MATERIAL_SHARE * pair.ms;
}

function causesOfPart(part: PartDifference, pair: SlowerPair): readonly Cause[] {
  switch (part.part) {
    case "encode":
      return [...largerFrames(part, pair), longer("ENCODE", "sender", part, pair)];
    case "decode":
      return [...largerFrames(part, pair), longer("DECODE", "receiver", part, pair)];
    case "reply":
      return [longer("REPLY", "receiver", part, pair)];
    case "lateness":
      return [...busySender(part, pair), longer("LATENESS", "sender", part, pair)];
    case "transport":
      return transportCauses(part, pair);
  }
}

/** The part itself, with its medians. */
function longer(
  code: Cause["code"],
  end: Cause["end"],
  { part }: PartDifference,
  { blocks, settings }: SlowerPair,
): Cause {
  const median = (round: RoundResult) => medianOf(round, part);
  const [slower, faster] = [typicalOf(blocks, 0, median), typicalOf(blocks, 1, median)];
  const setting = part === "encode" || part === "decode" ? settingLike(settings, /^codec$/) : null;
  return { ...cause(code, part, end), unit: "ms", slower, faster, share: 1, setting };
}

/** Larger frames cost time in the codec. What they cost in the transport is weighed there. */
function largerFrames({ part }: PartDifference, { blocks, settings }: SlowerPair): Cause[] {
  const more = moreOf(blocks, frameBytes);
  if (more === null || more.slower < MORE_BYTES_RATIO * more.faster) return [];
  return [
    {
      ...cause("FRAME_BYTES", part),
      ...numbers("bytes", more),
      setting: settingLike(settings, /^codec$/),
    },
  ];
}

/** A sender whose event loop has little time left sends late. */
function busySender({ part }: PartDifference, { blocks }: SlowerPair): Cause[] {
  const more = moreOf(blocks, cpuMs("sender"));
  const busy = typicalOf(blocks, 0, workShare("sender"));
  if (more === null || busy === null || busy < BUSY_SHARE) return [];
  return [{ ...cause("CPU", part, "sender"), ...numbers("ms", more) }];
}

/**
 * If the two differ in one setting only, their rounds are the experiment that shows what it does. That needs no part that
 * is shown, so then it belongs to the largest one.
 */
function onlyDifference({ settings, parts, of }: SlowerPair, largest: PartDifference | undefined): Cause[] {
  const [setting, ...others] = settings.chosen;
  if (setting === undefined || others.length > 0 || !settings.sameProtocol) return [];
  const own = parts.filter(({ part }) => PARTS_OF[of].includes(part));
  const part =
    largest ?? own.reduce((most, one) => (one.ms > most.ms ? one : most), own[0] as PartDifference);
  return part === undefined ? [] : [{ ...cause("SETTING", part.part), setting, basis: "only-difference" }];
}
