// Types only: what an audit of a result has.
import type { JsonValue } from "../../result/json.js";

/**
 * - `protocol`: belongs to a protocol or to its library, so it differs where protocols differ
 * - `common`: has the same meaning for every protocol, so all adapters should have the same
 */
export type SettingScope = "protocol" | "common";

/** Whether the adapters of a run differ only in what is compared: see `auditOf`. */
export interface Audit {
  /** The labels of the timings, in the order of the result. */
  readonly labels: readonly string[];
  /** All settings in effect, those of both ends included. Grouped, in a fixed order. */
  readonly settings: readonly AuditedSetting[];
  /** What each compared pair differs in. */
  readonly pairs: readonly AuditedPair[];
  /** Common settings that changed from one round of a timing to another. There should be none. */
  readonly changed: readonly ChangedSetting[];
}

/** One setting of all timings, side by side. */
export interface AuditedSetting {
  /**
   * Its name: a field of the timing (`load`), or of its adapter (`codec`), `options.mask`, `overrides.binaryType`,
   * `sender.node`, `receiver.libraries.ws`, `sender.settings.mask`.
   */
  readonly name: string;
  readonly scope: SettingScope;
  /**
   * For each timing, in the order of the labels: its values. One if all rounds had the same, several if it changed from
   * round to round, none if the timing has no such setting.
   */
  readonly values: readonly (readonly JsonValue[])[];
  /** Whether the timings have different values. */
  readonly differs: boolean;
}

/** Two timings that are compared, and what they differ in. */
export interface AuditedPair {
  readonly label: string;
  readonly to: string;
  /**
   * The names of the settings that are compared. `protocol` if the protocols differ: that includes whatever their
   * libraries do by themselves. Otherwise the choices that the labels name. None: the two are the same.
   */
  readonly compared: readonly string[];
  /** What else differs. So the difference in the numbers may come from it. */
  readonly unequal: readonly UnequalSetting[];
}

/** A setting that two timings should share, but do not. */
export interface UnequalSetting {
  readonly name: string;
  /** The values of the pair's `label`. See `AuditedSetting`. */
  readonly values: readonly JsonValue[];
  /** The values of the pair's `to`. */
  readonly toValues: readonly JsonValue[];
  /** Whether the labels name it, so that readers see it. If not, it deserves a warning. */
  readonly named: boolean;
}

/** A setting that changed from one round of a timing to another. */
export interface ChangedSetting {
  readonly label: string;
  readonly name: string;
  readonly values: readonly JsonValue[];
}
