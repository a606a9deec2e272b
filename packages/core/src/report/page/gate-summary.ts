import { type Kind, listOf, object, oneOf, text } from "../../options/kinds.js";

const GATE_WORDS = ["pass", "fail", "undecided", "error"] as const;

/** What a gate answers. `error`: the numbers do not answer the question. */
export type GateWord = (typeof GATE_WORDS)[number];

/** The answer of a gate, for the top of a page. */
export interface GateSummary {
  readonly answer: GateWord;
  /** The answer in one sentence. */
  readonly title: string;
  readonly rules: readonly GateSummaryRule[];
  /** Sentences below the rules. */
  readonly notes: readonly string[];
}

/** One rule of a gate. */
export interface GateSummaryRule {
  /** Which size and network it is about. Empty if there is only one. */
  readonly where: string;
  /** What is compared, and what is allowed. */
  readonly rule: string;
  readonly answer: GateWord;
  /** The interval of each measurement. Empty text: there is none. */
  readonly measured: readonly string[];
  /** Why it is undecided or an error. Empty otherwise. */
  readonly reason: string;
}

/** The kind of the answer of a gate. */
export const gateSummary: Kind<GateSummary> = object<GateSummary>({
  answer: oneOf(GATE_WORDS),
  title: text(),
  rules: listOf(
    object<GateSummaryRule>({
      where: text(),
      rule: text(),
      answer: oneOf(GATE_WORDS),
      measured: listOf(text()),
      reason: text(),
    }),
  ),
  notes: listOf(text()),
});
