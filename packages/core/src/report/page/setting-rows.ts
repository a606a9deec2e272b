import type { BenchmarkResult } from "../../result/result.js";
import { audit } from "../../verdict/audit/audit.js";
import type { SettingScope } from "../../verdict/audit/audit-types.js";
import { settingInWords, valuesInWords } from "../audit/audit-words.js";
import { checkResult } from "../input.js";

/** A setting of all timings, in words. */
export interface SettingRow {
  /** `version of ws at the receiver` */
  readonly name: string;
  /** See `AuditedSetting`. A library that only some timings use is a part of their protocol. */
  readonly scope: SettingScope;
  /** One for each timing, in the order of the result. */
  readonly values: readonly string[];
  /** Whether the timings have different values. */
  readonly differs: boolean;
}

/**
 * The settings of all timings side by side, in words: those of `auditOf`.
 * @throws WireduelError `INVALID_OPTION` if `result` is not a result
 */
export function settingRows(result: BenchmarkResult): SettingRow[] {
  checkResult(result);
  return audit(result).settings.map(({ name, scope, values, differs }) => ({
    name: settingInWords(name),
    scope: name.includes(".libraries.") && values.some((own) => own.length === 0) ? "protocol" : scope,
    values: values.map(valuesInWords),
    differs,
  }));
}
