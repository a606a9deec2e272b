// The page of a gate: that of its result, with the answer at the top and the limits in the pictures.
import type { ResultComparison } from "@wireduel/core";
import { type GateSummary, isMatrix, type StoredResult } from "@wireduel/core/report";
import { formatHtml } from "@wireduel/report-html";
import type { GateRules } from "./judge.js";
import type { GateReport, JudgedRule } from "./measured-twice.js";
import { sentencesOf, TITLES } from "./report-text.js";

/** What the page of a gate has beside the result. */
export interface GatePage {
  readonly rules: GateRules;
  /** Null: it was interrupted, or it failed. */
  readonly report: GateReport | null;
  /** Why it failed. Undefined: it did not. */
  readonly failure: string | undefined;
  readonly notes: readonly string[];
  /** What a baseline was compared with. Null: there is none. */
  readonly baseline: ResultComparison | null;
  /** The command line of the gate. */
  readonly command: string;
  readonly embedResult: boolean | undefined;
}

/** Writes the page of one measurement of a gate. */
export function formatGatePage(result: StoredResult, page: GatePage, resultFile: string): string {
  const { rules, report, failure, notes, baseline, command, embedResult } = page;
  return formatHtml(result, {
    command,
    embedResult,
    resultFile,
    gate: report === null ? withoutAnswer(failure) : summaryOf(report, notes),
    tolerance: rules.tolerance ?? undefined,
    baseline: baseline ?? undefined,
    // Each cell of a matrix has an answer of its own, above.
    limits: isMatrix(result) ? [] : rules.limits,
  });
}

/** @param failure undefined: it was interrupted */
function withoutAnswer(failure: string | undefined): GateSummary {
  const title = failure === undefined ? "The gate was interrupted, so it has no answer." : TITLES.error;
  return { answer: "error", title, rules: [], notes: failure === undefined ? [] : [failure] };
}

function summaryOf(report: GateReport, notes: readonly string[]): GateSummary {
  return {
    answer: report.answer,
    title: TITLES[report.answer],
    rules: report.rules.map(ruleOf),
    notes: sentencesOf(report, notes),
  };
}

function ruleOf({
  cell,
  rule,
  answer,
  measured,
  rounds,
  again,
  reason,
}: JudgedRule): GateSummary["rules"][number] {
  const both = [{ measured, rounds }, ...(again === null ? [] : [again])];
  return {
    where: cell ?? "",
    rule,
    answer,
    measured: both.map((one) => (one.measured === "" ? "" : `${one.measured} (${one.rounds} rounds)`)),
    reason,
  };
}
