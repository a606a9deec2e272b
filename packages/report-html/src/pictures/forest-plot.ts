import {
  type BenchmarkResult,
  isMatrix,
  type LimitWord,
  type PairRatios,
  type Ratios,
  ratiosOf,
  resultComparisonParts,
} from "@wireduel/core/report";
import { type Markup, markup } from "../markup/markup.js";
import { drawBottomAxis } from "./axis.js";
import { drawEstimate, drawInterval, drawRounds, MOST_ROUNDS_APART } from "./interval.js";
import { signed } from "./limit-signs.js";
import { adapterClass } from "./look.js";
import type { Drawing, Picture, PicturesOf } from "./picture.js";
import { round } from "./pixels.js";
import { type RatioAxis, ratioAxis } from "./ratio-axis.js";
import { shorten, widthOf } from "./shorten.js";

const ROW = 52;
/** The space for a line of text. */
const LINE = 18;
const TOP = 8;
const BOTTOM = 28;
const SIDE = 14;

/** The intervals of the ratios, with a dot for each round. Those to a baseline follow. */
export const forestPlot: PicturesOf = (stored, { tolerance, baseline }) => {
  if (isMatrix(stored)) return [];
  if (baseline === undefined) return forestPlotOf("ratios", ratiosOf(stored, { tolerance }), { of: stored });
  const [compared] = resultComparisonParts(baseline, { tolerance }).ratios;
  const about = "compared with the baseline";
  return [
    ...(compared === undefined ? [] : forestPlotOf("baseline", compared, { about, of: stored })),
    ...forestPlotOf("ratios", ratiosOf(stored), { of: stored }),
  ];
};

interface ForestPlotOptions {
  /** What the title says besides the measure. Default: nothing. */
  readonly about?: string;
  /** The result that the adapters are in. With it, the picture can show one adapter alone. */
  readonly of?: BenchmarkResult;
}

/** The intervals of some ratios. None if no ratio is known. */
export function forestPlotOf(
  id: string,
  ratios: Ratios,
  { about = "", of }: ForestPlotOptions = {},
): readonly Picture[] {
  const { pairs, measure, allowed } = ratios;
  if (!pairs.some(({ comparison }) => comparison.ratio !== null)) return [];
  const hasRounds = pairs.some(({ rounds }) => rounds.length > 0);
  return [
    {
      id,
      title: `Ratio of the ${measure}${about === "" ? "" : `, ${about}`}`,
      description: descriptionOf(ratios, hasRounds),
      draw: (width) => draw(ratios, of, width),
      table: {
        kind: "table",
        head: [
          ...["", "compared with", "ratio", "interval", "verdict"],
          ...(allowed === null ? [] : [allowed.text]),
          ...(hasRounds ? ["ratio of each round"] : []),
        ],
        rows: pairs.map(({ comparison, ratio, interval, word, kept, rounds }) => [
          ...[comparison.label, comparison.to, ratio, interval, word],
          ...(allowed === null ? [] : [kept === null ? "-" : signed(kept)]),
          ...(hasRounds ? [rounds.map(inWords).join(", ")] : []),
        ]),
        names: 2,
      },
    },
  ];
}

function descriptionOf({ margin, allowed, pairs }: Ratios, hasRounds: boolean): string {
  const references = referencesOf(pairs);
  const to = references.length === 1 ? references[0] : "the other adapter of the pair";
  const percent = Number((100 * margin).toPrecision(3));
  return [
    `1 is ${to}, and 2 is twice as much. The thick line is the interval${hasRounds ? ", the diamond is the estimate, and each dot is a round" : ", and the diamond is the estimate"}.`,
    `The band is the margin of ${percent} %: an interval inside it shows that two are the same.`,
    ...(allowed === null
      ? []
      : [
          `The dashed line is what is allowed: ${allowed.text}. It is kept if the whole interval is on its good side.`,
        ]),
  ].join(" ");
}

function draw({ pairs, margin, allowed }: Ratios, of: BenchmarkResult | undefined, width: number): Drawing {
  const inside = pairs.flatMap(({ comparison: { low, high, ratio }, rounds }) => [
    ...[low, high, ratio].filter((one) => one !== null),
    ...rounds,
  ]);
  const band = [1 / (1 + margin), 1 + margin] as const;
  const limit = allowed === null ? [] : [allowed.ratio];
  const axis = ratioAxis([...inside.filter(isRatio), ...band, ...limit], [SIDE, width - SIDE]);
  const apart = pairs.reduce((sum, { rounds }) => sum + rounds.length, 0) <= MOST_ROUNDS_APART;
  const severalTo = referencesOf(pairs).length > 1;
  const row = ROW + (allowed === null ? 0 : LINE);
  const bottom = TOP + pairs.length * row;
  const [from, until] = [round(axis.scale(band[0])), round(axis.scale(band[1]))];
  return {
    width,
    height: bottom + BOTTOM,
    content: markup`<rect class="band" x="${from}" y="${TOP}" width="${round(until - from)}" height="${bottom - TOP}"/>
${drawBottomAxis(axis.ticks, { left: SIDE, right: width - SIDE, top: TOP, bottom })}
${limit.map((ratio) => drawLimit(round(axis.scale(ratio)), bottom, allowed?.text ?? ""))}
${pairs.map((pair, index) => {
  const top = TOP + index * row;
  const { label, to, verdict } = pair.comparison;
  const classes = [verdict, ...(of ? [label, to].map((one) => adapterClass(of, one)) : [])].join(" ");
  return drawPair(pair, axis, {
    classes,
    width,
    top,
    severalTo,
    allowed: allowed?.text ?? null,
    apart,
  });
})}`,
  };
}

function drawLimit(x: number, bottom: number, text: string): Markup {
  return markup`<line class="limit" x1="${x}" x2="${x}" y1="${TOP}" y2="${bottom}"><title>${text}</title></line>`;
}

/** A stored file may have any number. What is not a ratio is not drawn. */
function isRatio(value: number): boolean {
  return value > 0 && Number.isFinite(value);
}

/** What the adapters are compared with, each once. */
function referencesOf(pairs: readonly PairRatios[]): string[] {
  return [...new Set(pairs.map(({ comparison }) => comparison.to))];
}

interface Place {
  /** Its verdict, and both of its adapters. */
  readonly classes: string;
  readonly width: number;
  readonly top: number;
  /** Whether the name has to say what the adapter is compared with. */
  readonly severalTo: boolean;
  /** What is allowed, in words. */
  readonly allowed: string | null;
  /** Whether each round is an element with its own number. */
  readonly apart: boolean;
}

function drawPair(
  pair: PairRatios,
  axis: RatioAxis,
  { classes, width, top, severalTo, allowed, apart }: Place,
): Markup {
  const { comparison, ratio, interval, word, rounds, kept } = pair;
  const { label, to, verdict } = comparison;
  const name = severalTo ? `${label} / ${to}` : label;
  const between = comparison.low === null && comparison.high === null ? "" : ` (${interval})`;
  const said = verdict === "invalid" ? word : `${ratio}${between} ${word}`;
  const y = top + 36;
  const [low, high, estimate] = [comparison.low, comparison.high, comparison.ratio].map((one) =>
    one !== null && isRatio(one) ? one : null,
  ) as [number | null, number | null, number | null];
  const dots = drawRounds(rounds.filter(isRatio), axis.scale, y, apart ? inWords : undefined);
  return markup`<g class="${classes}"><title>${name}: ${said}</title>
<text class="name" x="${SIDE}" y="${top + 18}">${shorten(name, width - 2 * SIDE - widthOf(said) - 10)}</text>
<text class="said" x="${width - SIDE}" y="${top + 18}">${said}</text>
${drawInterval({ low, high }, axis.scale, y)}${dots}${drawEstimate(estimate, axis.scale, y)}${drawKept(kept, allowed, top + ROW + 4)}</g>\n`;
}

function drawKept(kept: LimitWord | null, allowed: string | null, y: number): Markup {
  if (kept === null || allowed === null) return markup``;
  return markup`<text class="small soft" x="${SIDE}" y="${y}">allowed: ${allowed} · ${signed(kept)}</text>`;
}

/** Rounds are closer to each other than ratios that a report compares, so they have a digit more. */
function inWords(ratio: number): string {
  return ratio.toLocaleString("en-US", { minimumSignificantDigits: 3, maximumSignificantDigits: 3 });
}
