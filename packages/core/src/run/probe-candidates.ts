import { makeAdapter } from "../adapter/adapter-data.js";
import type { Adapter } from "../adapter/contract.js";
import type { JsonValue } from "../result/json.js";
import { sameJson } from "../verdict/audit/same-json.js";
import type { CauseCode, Explanation, Probe } from "../verdict/why/explanation.js";

/** A setting of the slower adapter that may be a cause, and the adapter with another value of it. */
export interface Candidate extends Pick<Probe, "setting" | "from" | "tried" | "origin"> {
  readonly changed: Adapter;
}

/** Names of settings that belong to what was measured. */
const BELONGS: Readonly<Partial<Record<CauseCode, RegExp>>> = {
  WAITS: /window/i,
  MASKING: /mask|bufferutil/i,
  COMPRESSION: /compress|deflate/i,
  ENCRYPTION: /^encryption$/,
  PAGE_FAULTS: /memory/i,
  ENCODE: /^codec$/,
  DECODE: /^codec$/,
  FRAME_BYTES: /^codec$/,
};

/**
 * The settings of the slower adapter to try, each with one other value:
 *
 * - Two adapters of one protocol: each setting in which they differ, with the value of the faster one. A single setting is
 *   not tried, because it is known to be the cause.
 * - Two protocols: what the profile `tuned` sets, except for values that the faster one has too. Such a value is still
 *   tried if it belongs to a measured cause.
 *
 * If some of these settings belong to a measured cause, only they are tried: time is limited.
 */
export async function candidatesFor(
  { causes }: Explanation,
  slower: Adapter,
  faster: Adapter,
): Promise<readonly Candidate[]> {
  const belongs = ({ setting }: Candidate) =>
    causes.some(({ code }) => BELONGS[code]?.test(setting.replace("options.", "")));
  const found =
    slower.protocol.name === faster.protocol.name
      ? severalOf(ofFaster(slower, faster))
      : (await ofTuned(slower)).filter((one) => belongs(one) || !isShared(one, faster));
  const suggested = found.filter(belongs);
  return suggested.length > 0 ? suggested : found;
}

const severalOf = (found: readonly Candidate[]) => (found.length > 1 ? found : []);

/** Whether the faster adapter has the same value, and is not slow. */
function isShared({ setting, from }: Candidate, { options }: Adapter): boolean {
  const value = options[setting.replace("options.", "")];
  return value !== undefined && sameJson(value, from);
}

/** The settings in which two adapters of one protocol differ. */
function ofFaster(slower: Adapter, faster: Adapter): readonly Candidate[] {
  const candidate = (setting: string, from: JsonValue, tried: JsonValue, change: Partial<Adapter>) =>
    sameJson(from, tried) ? [] : [candidateOf(slower, { setting, from, tried, origin: "faster" }, change)];
  const names = [...new Set([...Object.keys(slower.options), ...Object.keys(faster.options)])];
  const { codec, direction, tls } = faster;
  return [
    ...candidate("codec", slower.codec.name, codec.name, { codec }),
    ...candidate("direction", slower.direction, direction, { direction }),
    ...candidate("encryption", slower.tls?.kind ?? "none", tls?.kind ?? "none", { tls }),
    ...names.flatMap((name) => {
      const tried = faster.options[name] ?? null;
      const options = { ...slower.options, [name]: tried };
      return candidate(`options.${name}`, slower.options[name] ?? null, tried, { options });
    }),
  ];
}

/** What the profile `tuned` of its protocol sets to something else. None if it has no profile, or cannot be made again. */
async function ofTuned(slower: Adapter): Promise<readonly Candidate[]> {
  const { name, module } = slower.protocol;
  if (slower.profile === null || module === undefined) return [];
  const tuned = await makeAdapter(name, module, { profile: "tuned" }).catch(() => undefined);
  return (tuned?.profile?.settings ?? []).flatMap(({ option, value }) => {
    if (option === "codec") {
      const from = slower.codec.name;
      const { codec } = tuned as Adapter;
      const settings = { setting: option, from, tried: codec.name, origin: "tuned" } as const;
      return from === codec.name ? [] : [candidateOf(slower, settings, { codec })];
    }
    const from = slower.options[option] ?? null;
    const settings = { setting: `options.${option}`, from, tried: value, origin: "tuned" } as const;
    const options = { ...slower.options, [option]: value };
    return sameJson(from, value) ? [] : [candidateOf(slower, settings, { options })];
  });
}

function candidateOf(
  slower: Adapter,
  settings: Omit<Candidate, "changed">,
  change: Partial<Adapter>,
): Candidate {
  const label = `${slower.label}, with another ${settings.setting}`;
  return { ...settings, changed: { ...slower, ...change, label } };
}
