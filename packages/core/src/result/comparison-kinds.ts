// The kinds of the comparisons in a stored result.
import { flag, integer, type Kind, nullable, number, object, oneOf, text } from "../options/kinds.js";
import { type Comparison, INVALID_CODES, MEASURES, VERDICTS } from "../verdict/comparison.js";
import { shape } from "./shape.js";

const share = number({ min: 0, max: 1 });
const positive = nullable(number({ min: 0 }));

export const comparison: Kind<Comparison> = shape<Comparison>("Comparison")({
  label: text(),
  to: text(),
  by: oneOf(MEASURES),
  decides: flag,
  rounds: integer({ min: 0 }),
  ratio: positive,
  low: positive,
  high: positive,
  confidence: share,
  pValue: nullable(share),
  spread: positive,
  paired: flag,
  verdict: oneOf(VERDICTS),
  reason: nullable(
    object<NonNullable<Comparison["reason"]>>(
      { code: oneOf(INVALID_CODES), message: text() },
      { title: "InvalidReason", unknown: "ignore" },
    ),
  ),
  roundsNeeded: nullable(integer({ min: 1 })),
});
