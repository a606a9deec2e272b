// Types only, so that the types of a result need nothing of the code that explains.
import type { JsonValue } from "../../result/json.js";

/**
 * The parts of a payload's way, in order:
 *
 * - `lateness`: from due to sent
 * - `encode`: the codec's encode
 * - `transport`: from the frame at the sender to the frame at the receiver
 * - `decode`: the codec's decode
 * - `reply`: from the payload at the receiver to the reply at the sender (service minus transmission time)
 */
export type Part = "lateness" | "encode" | "transport" | "decode" | "reply";

/** All parts, in the order of a payload's way. */
export const PARTS: readonly Part[] = ["lateness", "encode", "transport", "decode", "reply"];

/** A time that can be taken apart. */
export type ExplainedTime = "transmission" | "service" | "response";

/** All times that can be taken apart. */
export const EXPLAINED_TIMES: readonly ExplainedTime[] = ["transmission", "service", "response"];

/** How much two timings differ in one part. */
export interface PartDifference {
  readonly part: Part;
  /** The time of this timing minus that of the other one, in ms. Positive: this timing takes longer. */
  readonly ms: number;
  /** Lower end of the interval of `ms`. Null if there are too few rounds for it. */
  readonly lowMs: number | null;
  /** Upper end of the interval. Null if there are too few rounds for it. */
  readonly highMs: number | null;
  /**
   * `ms` divided by the whole difference. Negative if this part makes up for some of it. The shares need not add up
   * to 1, because medians do not add up. Null if the time that is taken apart does not contain this part, or if the
   * whole difference is not shown.
   */
  readonly share: number | null;
  /** Whether the difference of this part is shown. All parts of a pair together are wrong in at most 5 % of runs. */
  readonly significant: boolean;
}

/**
 * What a cause is:
 *
 * - `ENCODE`, `DECODE`: the codec takes longer
 * - `FRAME_BYTES`: its frames are larger
 * - `WIRE_BYTES`: it needs more bytes on the wire, beyond larger frames
 * - `WAITS`: in the middle of a payload, the sender waits for the receiver more often, as for flow-control windows
 * - `QUEUE`: payloads in flight wait for each other. A connection carries at most one in a round trip of the network, and the
 *   ends use too little CPU time to be the reason
 * - `MASKING`: its sender masks in JavaScript
 * - `COMPRESSION`: it compresses
 * - `ENCRYPTION`: it encrypts
 * - `PAGE_FAULTS`: an end has more page faults, because the allocator gives memory back and takes it again
 * - `CPU`: an end uses more CPU time for the transport
 * - `LATENESS`: the sender is late
 * - `REPLY`: the receiver's reply takes longer
 * - `SETTING`: a setting: the only one in which the two differ, or one that a probe changed
 */
export type CauseCode =
  | "ENCODE"
  | "DECODE"
  | "FRAME_BYTES"
  | "WIRE_BYTES"
  | "WAITS"
  | "QUEUE"
  | "MASKING"
  | "COMPRESSION"
  | "ENCRYPTION"
  | "PAGE_FAULTS"
  | "CPU"
  | "LATENESS"
  | "REPLY"
  | "SETTING";

/** All codes of causes. Those of one part are listed in this order: the most specific first. */
export const CAUSE_CODES: readonly CauseCode[] = [
  ...(["SETTING", "WAITS", "QUEUE", "FRAME_BYTES", "WIRE_BYTES", "MASKING", "COMPRESSION"] as const),
  ...(["ENCRYPTION", "PAGE_FAULTS", "CPU", "ENCODE", "DECODE", "LATENESS", "REPLY"] as const),
];

/** Why the slower timing is slower. The data of the run support each cause. */
export interface Cause {
  readonly code: CauseCode;
  /** The part of the difference that it explains. */
  readonly part: Part;
  /** The end at which it was measured. Null if it belongs to neither. */
  readonly end: "sender" | "receiver" | null;
  /** The unit of `slower` and `faster`, each for one payload. Null without numbers. */
  readonly unit: "ms" | "bytes" | "count" | null;
  /** The median of the slower timing's rounds. Null without numbers. */
  readonly slower: number | null;
  /** The median of the faster timing's rounds. Null without numbers. */
  readonly faster: number | null;
  /**
   * About how much of the difference of this part it can explain, from 0 to 1. Null if the data do not say. Causes
   * overlap, so shares can add up to more than 1.
   */
  readonly share: number | null;
  /** The setting of a `SETTING`, or the one that belongs to the cause. Null if there is none. */
  readonly setting: SettingDifference | null;
  /**
   * - `measured`: the slower timing has significantly more of it
   * - `only-difference`: the two timings differ in nothing else
   * - `probe`: changing only this made the slower timing significantly faster
   */
  readonly basis: "measured" | "only-difference" | "probe";
}

/** A setting that two timings do not share. */
export interface SettingDifference {
  /**
   * `codec`, `direction`, `encryption`, `unixSocket`, an option as `options.windowBytes`, or a setting in effect as
   * `sender.settings.mask`.
   */
  readonly setting: string;
  /** Its value in this timing. Null if it has none. */
  readonly value: JsonValue;
  /** Its value in the timing that it is compared with. Null if it has none. */
  readonly toValue: JsonValue;
}

/** An extra measurement: the slower timing with one setting changed, side by side with the unchanged one. */
export interface Probe {
  /** The label of the timing that was changed. */
  readonly label: string;
  /** The setting, as in `SettingDifference`. */
  readonly setting: string;
  /** Its value in the timing. */
  readonly from: JsonValue;
  /** The value that was tried. */
  readonly tried: JsonValue;
  /** Where that value comes from: the faster timing, or the profile `tuned`. */
  readonly origin: "faster" | "tuned";
  /** How many rounds were measured. 0 if none could be compared. */
  readonly rounds: number;
  /** How much time the change saves, in ms. Null if it could not be measured. */
  readonly savesMs: number | null;
  /** Lower end of the interval of `savesMs`. Null if there are too few rounds. */
  readonly lowMs: number | null;
  /** Upper end of the interval. Null where `lowMs` is. */
  readonly highMs: number | null;
  /** `savesMs` divided by the difference of the pair. Null if `savesMs` is. */
  readonly share: number | null;
  /** Whether it saves at least a tenth of the difference, significantly: all probes of a pair together, at 5 %. */
  readonly significant: boolean;
  /** Why it could not be measured. Null if it was. */
  readonly failure: string | null;
}

/** Why two timings differ. */
export interface Explanation {
  /** The label of this timing. */
  readonly label: string;
  /** The label of the timing it is compared with. */
  readonly to: string;
  /**
   * The time that is taken apart: the deciding one if it shows a difference, otherwise another one that does.
   */
  readonly of: ExplainedTime;
  /** The label of the slower one. Null if no difference is shown, or if it cannot be taken apart. Then there is no cause. */
  readonly slower: string | null;
  /** The median time of this timing minus that of the other one. Null if unknown. */
  readonly ms: number | null;
  /** Lower end of the interval of `ms` (95 %). Null if unknown, or if there are too few rounds. */
  readonly lowMs: number | null;
  /** Upper end of the interval. Null where `lowMs` is. */
  readonly highMs: number | null;
  /** How each part differs. Parts that are unknown, because of the clocks, are missing. */
  readonly parts: readonly PartDifference[];
  /** The causes, those of the largest part first. Empty if the data support none. */
  readonly causes: readonly Cause[];
  /** Settings that differ. They are facts, not causes. Empty if no difference is shown. */
  readonly differsIn: readonly SettingDifference[];
  /** What `explain` tried. */
  readonly probes: readonly Probe[];
}
