import type { BenchmarkResult } from "../../result/result.js";
import { type Block, lines, list } from "../document/block.js";
import { MEASURE_WORDS } from "./measure-words.js";
import type { Verdicts } from "./verdicts.js";
import { whyInWords } from "./why-text.js";

/** Why the timings of each pair differ. No sentence about a pair of which the data show no reason. */
export function whyBlocks({ explanations }: BenchmarkResult, { deciding, by }: Verdicts): readonly Block[] {
  const sentences = explanations.flatMap((explanation) => {
    const { label, to } = explanation;
    const compared = deciding.find((one) => one.label === label && one.to === to);
    // Of a timing that is not whole, what is missing may be the reason.
    if (compared === undefined || compared.reason?.code === "NOT_WHOLE") return [];
    const why = whyInWords(explanation);
    // The headline is about the deciding measure, and may say something else.
    const measure = explanation.of === by ? "" : `by the ${MEASURE_WORDS[explanation.of].name}, `;
    return why === null ? [] : [{ pair: `${label} and ${to}`, why: `${measure}${why}.` }];
  });
  const [only] = sentences;
  if (only && deciding.length === 1) return [lines(`Why: ${only.why}`)];
  return list(
    "Why:",
    sentences.map(({ pair, why }) => `${pair}: ${why}`),
  );
}
