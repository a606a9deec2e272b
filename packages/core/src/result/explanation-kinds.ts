// The kinds of the explanations in a stored result.
import { flag, integer, json, type Kind, listOf, nullable, number, oneOf, text } from "../options/kinds.js";
import {
  CAUSE_CODES,
  type Cause,
  EXPLAINED_TIMES,
  type Explanation,
  PARTS,
  type PartDifference,
  type Probe,
  type SettingDifference,
} from "../verdict/why/explanation.js";
import { shape } from "./shape.js";

/** A difference, of either sign. */
const difference = nullable(number());
const amount = nullable(number({ min: 0 }));
const part = oneOf(PARTS);

const setting = shape<SettingDifference>("SettingDifference")({
  setting: text(),
  value: json,
  toValue: json,
});

const cause = shape<Cause>("Cause")({
  code: oneOf(CAUSE_CODES),
  part,
  end: nullable(oneOf(["sender", "receiver"])),
  unit: nullable(oneOf(["ms", "bytes", "count"])),
  // A median of one-way times may be negative, because of the error of the clock offset.
  slower: difference,
  faster: difference,
  share: amount,
  setting: nullable(setting),
  basis: oneOf(["measured", "only-difference", "probe"]),
});

const probe = shape<Probe>("Probe")({
  label: text(),
  setting: text(),
  from: json,
  tried: json,
  origin: oneOf(["faster", "tuned"]),
  rounds: integer({ min: 0 }),
  savesMs: difference,
  lowMs: difference,
  highMs: difference,
  share: difference,
  significant: flag,
  failure: nullable(text()),
});

export const explanation: Kind<Explanation> = shape<Explanation>("Explanation")({
  label: text(),
  to: text(),
  of: oneOf(EXPLAINED_TIMES),
  slower: nullable(text()),
  ms: difference,
  lowMs: difference,
  highMs: difference,
  parts: listOf(
    shape<PartDifference>("PartDifference")({
      part,
      ms: number(),
      lowMs: difference,
      highMs: difference,
      share: difference,
      significant: flag,
    }),
  ),
  causes: listOf(cause),
  differsIn: listOf(setting),
  probes: listOf(probe),
});
