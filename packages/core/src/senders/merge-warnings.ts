import type { Warning, WarningCode } from "../failure/codes.js";
import type { UnplacedRound } from "../round/round-result.js";
import { saidOnce } from "./merge-failures.js";
import type { MeasuredSender } from "./sender-outcome.js";

/** A difference of the starts above this share of the round causes a warning. */
const MOST_APART = 0.02;
/** A process may have to wait that long for its turn. */
const LEAST_APART_MS = 10;

/** The warnings of all senders, each code once with the name of the first sender that has it, and those of the whole. */
export function mergeWarnings(
  measured: readonly MeasuredSender[],
  round: Omit<UnplacedRound, "warnings">,
): Warning[] {
  const named = measured.flatMap(({ label, measured: { result } }) =>
    result.warnings.map((warning) => ({ label, ...warning })),
  );
  const codes = new Set<WarningCode>(named.map(({ code }) => code));
  // The senders list more than the round does.
  codes.delete("TRANSMISSIONS_CAPPED");
  const warnings = [...codes].map((code): Warning => {
    return { code, message: saidOnce(named.filter((one) => one.code === code)) };
  });
  const { transmissions, counts } = round;
  if (transmissions.length < counts.sent) {
    const [most, all] = [transmissions.length, counts.sent].map((number) => number.toLocaleString("en-US"));
    const message = `of ${all} payloads, at most ${most} are listed; times and histograms cover all that were acknowledged`;
    warnings.push({ code: "TRANSMISSIONS_CAPPED", message });
  }
  const apart = apartWarning(round);
  return apart ? [...warnings, apart] : warnings;
}

function apartWarning({ senders, totals }: Omit<UnplacedRound, "warnings">): Warning | undefined {
  const skewMs = senders?.startSkewMs ?? 0;
  const roundMs = totals.wallMs ?? 0;
  if (skewMs < LEAST_APART_MS || skewMs < MOST_APART * roundMs) return undefined;
  const share = Math.round((100 * skewMs) / roundMs);
  const message = `the senders began ${skewMs.toFixed(0)} ms apart, ${share} % of the round, so they did not send together all the time`;
  return { code: "SENDERS_APART", message };
}
