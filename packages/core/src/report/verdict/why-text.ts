// Why two timings differ, in words. The data decide: see `verdict/why/`.
import type { JsonValue } from "../../result/json.js";
import type { Cause, Explanation, Part, PartDifference } from "../../result/result.js";
import { formatCount, formatMs, formatRatio } from "../format-number.js";
import { listInWords } from "../in-words.js";

const PART_NAMES: Readonly<Record<Part, string>> = {
  lateness: "the sender's lateness",
  encode: "encoding",
  transport: "the transport",
  decode: "decoding",
  reply: "the reply",
};

/** A part is named from this share on. */
const LEAST_SHARE = 0.1;
/** More causes make a sentence that nobody reads. The result has all. */
const MOST_CAUSES = 3;

/**
 * Why one of two timings is slower, in one sentence without its final dot. Null if no difference is shown, or if the data
 * show neither its parts nor a cause.
 */
export function whyInWords(explanation: Explanation): string | null {
  const { slower, ms, label } = explanation;
  if (slower === null || ms === null) return null;
  const parts = partsInWords(explanation.parts, slower === label ? 1 : -1);
  const causes = causesInWords(explanation);
  if (parts === null && causes.length === 0) return null;
  const more = `${slower} takes ${formatMs(Math.abs(ms))} ms more`;
  const where = parts === null ? "" : `, ${parts}`;
  return `${more}${where}${causes.length > 0 ? `: ${causes.join("; ")}` : ""}`;
}

/** `98 % of that in the transport`. */
function partsInWords(parts: readonly PartDifference[], sign: 1 | -1): string | null {
  const named = parts
    .filter(({ share, significant }) => significant && (share ?? 0) >= LEAST_SHARE)
    .sort((one, other) => sign * (other.ms - one.ms))
    .map(({ part, share }) => `${percent(share ?? 0)} of that in ${PART_NAMES[part]}`);
  return named.length === 0 ? null : listInWords(named).replaceAll(/(?<=(,| and) \S+ %) of that/g, "");
}

/** Other parts may be faster, so one can be more than the whole. */
function percent(share: number): string {
  return share >= 0.995 ? "all" : `${formatCount(100 * share)} %`;
}

function causesInWords(explanation: Explanation): readonly string[] {
  const { causes } = explanation;
  const named = causes.filter((cause, index) => {
    const { code, end, part } = cause;
    if (causes.findIndex((one) => one.code === code && one.end === end) !== index) return false;
    if (deniesItsPart(cause, explanation)) return false;
    // Masking and the like say what the CPU time was for.
    return (
      code !== "CPU" || !causes.some((one) => one !== cause && OF_CPU.has(one.code) && one.part === part)
    );
  });
  return named.slice(0, MOST_CAUSES).map((cause) => causeInWords(cause, explanation));
}

const OF_PART: ReadonlySet<Cause["code"]> = new Set(["ENCODE", "DECODE", "LATENESS", "REPLY"]);

/**
 * The part is the median of the blocks' differences, and these are the medians of the rounds. Where rounds vary a lot,
 * the two can be far apart. Then the part has been named, and other numbers would deny it.
 */
function deniesItsPart({ code, part, slower, faster }: Cause, { parts }: Explanation): boolean {
  if (!OF_PART.has(code)) return false;
  const ms = Math.abs(parts.find((one) => one.part === part)?.ms ?? 0);
  const ofRounds = (slower ?? 0) - (faster ?? 0);
  return ofRounds < ms / 2 || ofRounds > 2 * ms;
}

const OF_CPU: ReadonlySet<Cause["code"]> = new Set(["MASKING", "COMPRESSION", "ENCRYPTION"]);

function causeInWords(cause: Cause, explanation: Explanation): string {
  const { code, end, slower, faster } = cause;
  const values = (format: (value: number) => string) => [format(slower ?? 0), format(faster ?? 0)] as const;
  const [ms, fasterMs] = values((value) => `${formatMs(value)} ms`);
  const cpu = `(${ms} of CPU time for each payload at its ${end} instead of ${fasterMs})`;
  const ratio = formatRatio((slower ?? 0) / (faster || 1));
  switch (code) {
    case "SETTING":
      return settingInWords(cause, explanation);
    case "WAITS": {
      const [count, fasterCount] = values(times);
      const waits = `its sender waits for the receiver ${count} in each payload instead of ${fasterCount}`;
      return waits + belonging(cause, explanation);
    }
    case "QUEUE":
      return `its payloads wait for each other, one passes every ${ms} instead of every ${fasterMs}${belonging(cause, explanation)}`;
    case "FRAME_BYTES":
      return `its frames have ${ratio} times the bytes`;
    case "WIRE_BYTES":
      return `it sends ${ratio} times the bytes`;
    case "MASKING":
      return `its sender masks in JavaScript ${cpu}`;
    case "COMPRESSION":
      return `its sender compresses ${cpu}`;
    case "ENCRYPTION":
      return `it encrypts ${cpu}`;
    case "PAGE_FAULTS": {
      const [faults, fasterFaults] = values(formatCount);
      return `its ${end} has ${faults} page faults for each payload instead of ${fasterFaults}`;
    }
    case "CPU":
      return `its ${end} uses ${ms} of CPU time for each payload instead of ${fasterMs}`;
    case "ENCODE":
      return `encoding takes ${ms} instead of ${fasterMs}`;
    case "DECODE":
      return `decoding takes ${ms} instead of ${fasterMs}`;
    case "LATENESS":
      return `its sender is ${ms} late instead of ${fasterMs}`;
    case "REPLY":
      return `its reply takes ${ms} instead of ${fasterMs}`;
  }
}

function times(count: number): string {
  const rounded = Number(count.toFixed(count < 10 ? 1 : 0));
  if (rounded === 0) return "never";
  return rounded === 1 ? "once" : `${rounded.toLocaleString("en-US")} times`;
}

function settingInWords(cause: Cause, explanation: Explanation): string {
  const { setting, basis, share } = cause;
  if (setting === null) return "a setting";
  const [own, other] = valuesOf(cause, explanation);
  const name = nameOf(setting.setting);
  if (basis === "only-difference") return `the two differ only in ${name}, ${own} instead of ${other}`;
  return `with ${name} ${other} instead of ${own} it saved ${formatCount(100 * (share ?? 0))} % of that`;
}

/** The setting that belongs to a cause, unless it has been named: ` (windowBytes 65,535 instead of 16,777,216)`. */
function belonging(cause: Cause, explanation: Explanation): string {
  const { setting } = cause;
  const named = explanation.causes.find(({ code }) => code === "SETTING")?.setting;
  if (setting === null || setting.setting === named?.setting) return "";
  const [own, other] = valuesOf(cause, explanation);
  return ` (${nameOf(setting.setting)} ${own} instead of ${other})`;
}

/** The values of the slower and of the faster timing. */
function valuesOf({ setting }: Cause, { slower, label }: Explanation): readonly [string, string] {
  const values = [valueInWords(setting?.value ?? null), valueInWords(setting?.toValue ?? null)] as const;
  return slower === label ? values : [values[1], values[0]];
}

const nameOf = (setting: string) =>
  setting.replace(/^options\./, "").replace(/^(sender|receiver)\.settings\./, "");

function valueInWords(value: JsonValue): string {
  if (typeof value === "number") return value.toLocaleString("en-US");
  return typeof value === "string" ? value : JSON.stringify(value);
}
