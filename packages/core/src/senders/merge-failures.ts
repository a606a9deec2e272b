import type { RoundError, RoundErrorCode } from "../failure/codes.js";
import type { PayloadFailure, RoundResult, RunStatus } from "../result/result.js";
import type { SenderOutcome } from "./sender-outcome.js";

/** Why payloads failed, one entry for each code. */
export function mergeFailures(results: readonly Pick<RoundResult, "failures">[]): PayloadFailure[] {
  const merged = new Map<string, PayloadFailure>();
  for (const failure of results.flatMap(({ failures }) => failures)) {
    const known = merged.get(failure.code);
    merged.set(failure.code, known ? { ...known, count: known.count + failure.count } : failure);
  }
  return [...merged.values()];
}

/** Why a sender ended early. Null if it did not. */
export function errorOf({ lost, measured }: SenderOutcome): RoundError | null {
  return lost ?? measured?.result.errors[0] ?? null;
}

/** The errors of all senders, each with the sender's name. What happened to all of them is said once. */
export function roundErrors(outcomes: readonly SenderOutcome[]): RoundError[] {
  const named = outcomes.flatMap(({ label, lost, measured }) =>
    [...(lost ? [lost] : []), ...(measured?.result.errors ?? [])].map((error) => ({ label, ...error })),
  );
  const codes = [...new Set(named.map(({ code }) => code))];
  codes.sort((a, b) => rank(a) - rank(b));
  return codes.map((code) => {
    const same = named.filter((one) => one.code === code);
    return { code, message: saidOnce(same) };
  });
}

/** A sender that was lost is the cause of what happened to the others, and those that were aborted know no cause. */
function rank(code: RoundErrorCode): number {
  if (code === "SENDER_LOST") return 0;
  return code === "ABORTED" ? 2 : 1;
}

/** The message of the first one, with its name, and how many more there are. */
export function saidOnce(named: readonly { readonly label: string; readonly message: string }[]): string {
  const [first] = named;
  if (first === undefined) return "";
  const senders = new Set(named.map(({ label }) => label)).size;
  const more = senders === 1 ? "" : `, and ${senders - 1} more ${senders === 2 ? "sender" : "senders"}`;
  return `${first.label}${more}: ${first.message}`;
}

/** A round is as bad as its worst sender. */
export function mergeStatus(outcomes: readonly SenderOutcome[]): RunStatus {
  const all = outcomes.map(({ measured }) => measured?.result.status ?? "failed");
  if (all.includes("failed")) return "failed";
  return all.includes("aborted") ? "aborted" : "completed";
}
