import { formatHead } from "../results/stored-lines.js";
import { markdownTable } from "../results/table.js";
import { atMost, upperBound } from "./binomial.js";
import { decidingOf, halfWidth, percent, range, seriesLabel, wholeRange } from "./figures.js";
import type { StoredSeries } from "./read-series.js";
import type { ComparedPair, VerdictRun } from "./verdict-run.js";

/** What a run promises: all its comparisons together claim a false difference at most this often. */
const PROMISED = 0.05;

const NOTE =
  "A claim is a comparison that says `faster` or `slower`, although the adapters are equal. _At most_: the true share of such runs, with " +
  "95 % confidence (exact binomial). _Chance_: the probability of so many claims or more if the true share is 5 %, which a run " +
  "promises for all its comparisons together. _Same_, _undecided_, _invalid_: runs in which at least one comparison says so. _One " +
  "round_: the budget had time for one round only, which compares nothing. _Half-width_: how far the interval of the deciding measure " +
  "reaches, median (lowest to highest).";

/** The tables of `pnpm bench same`, in Markdown. */
export function formatSame(series: readonly StoredSeries[]): string {
  const head = [
    ...["", "runs", "claims, deciding measure", "at most", "claims, any measure", "at most", "chance"],
    ...["same", "undecided", "invalid", "one round", "half-width", "rounds", "s"],
  ];
  const table = markdownTable(head, series.map(rowOf));
  return `${[NOTE, table, ...series.map((one) => formatHead(one.head))].join("\n\n")}\n`;
}

function rowOf({ head, lines }: StoredSeries): string[] {
  const deciding = lines.map(decidingOf);
  const runs = lines.length;
  const claimsDeciding = deciding.filter((pairs) => pairs.some(claims)).length;
  const claimsAny = lines.filter(({ comparisons }) => comparisons.some(claims)).length;
  const compared = deciding.filter((pairs) => pairs.length > 0).length;
  const runsWith = (verdict: ComparedPair["verdict"]) =>
    String(deciding.filter((pairs) => pairs.some((pair) => pair.verdict === verdict)).length);
  return [
    seriesLabel(head.settings),
    String(runs),
    String(claimsDeciding),
    percent(upperBound(claimsDeciding, runs)),
    String(claimsAny),
    percent(upperBound(claimsAny, runs)),
    percent(claimsAny === 0 ? 1 : 1 - atMost(claimsAny - 1, runs, PROMISED)),
    ...[runsWith("same"), runsWith("undecided"), runsWith("invalid"), String(lines.length - compared)],
    range(deciding.flat().map(halfWidth), percent),
    wholeRange(lines.map(({ rounds }) => rounds)),
    wholeRange(lines.map(({ durationMs }: VerdictRun) => durationMs / 1_000)),
  ];
}

function claims({ verdict }: ComparedPair): boolean {
  return verdict === "faster" || verdict === "slower";
}
