import type { BenchmarkResult } from "../../result/result.js";
import { audit } from "../../verdict/audit/audit.js";
import type { Audit } from "../../verdict/audit/audit-types.js";
import { checkResult } from "../input.js";

/**
 * Puts all settings of a run side by side, those in effect at both ends included. Says for each compared pair what is
 * compared, and what else differs, so that the numbers may come from it.
 * @throws WireduelError `INVALID_OPTION` if `result` is not a result
 */
export function auditOf(result: BenchmarkResult): Audit {
  checkResult(result);
  return audit(result);
}
