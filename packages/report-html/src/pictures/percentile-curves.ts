import { type BenchmarkResult, isMatrix, type PicturedTime, picturedTimes } from "@wireduel/core/report";
import { scaleLog } from "d3-scale";
import { type Markup, markup } from "../markup/markup.js";
import {
  type Curve,
  curvesOf,
  fastestOf,
  IN_TABLE,
  inPercent,
  LEAST_PAYLOADS,
  meanOf,
  oneIn,
  PERCENTILES,
  percentilesOf,
  type Step,
  slowestOf,
  stepsOf,
} from "../times/curve.js";
import { quantileOf } from "../times/distribution.js";
import { aboutBroken, type Measured, measuredTimes } from "../times/measured.js";
import { drawBottomAxis, drawLeftAxis, withRoom } from "./axis.js";
import { inDigits } from "./digits.js";
import { keyOf } from "./key.js";
import { lookOf, type Point } from "./look.js";
import type { Drawing, Picture, PicturesOf, Table } from "./picture.js";
import { round } from "./pixels.js";
import { shorten } from "./shorten.js";
import { lineThrough, simplify } from "./simplify.js";
import { isDrawable, timeAxis } from "./time-axis.js";

const LEFT = 52;
const RIGHT = 34;
const HEIGHT = 260;
const AXIS = 44;
/** Between the key and the area: the name of the axis is there. */
const ABOVE = 28;
/** Where a curve has the mark of its adapter, besides its end, if there are many curves. */
const MARKED = [0.5, 0.99];
/** The marks of so few curves are at all percentiles, and are elements with their own numbers. */
const FEW_CURVES = 8;
/** How long a label in the numbers of a mark may be, in pixels. */
const LABEL = 300;
/** How far a drawn curve may be from the exact one, in pixels, if there are few and if there are many. */
const TOLERANCE = 0.5;
const ROUGH_TOLERANCE = 1;

/** How long the slowest payloads take: percentiles on an axis in which each further nine takes as much room. */
export const percentileCurves: PicturesOf = (stored) => {
  if (isMatrix(stored)) return [];
  const [first, ...others] = picturedTimes(stored);
  if (first === undefined) return [];
  const main = pictureOf(stored, first);
  return main ? [main.picture, ...others.flatMap((time) => ofServiceTime(stored, time, main.curves))] : [];
};

/** The service time says more only if payloads waited before they were sent. */
function ofServiceTime(result: BenchmarkResult, time: PicturedTime, main: readonly Curve[]): Picture[] {
  const service = pictureOf(result, time);
  const waited = service?.curves.some((curve) => {
    const [own, whole] = [curve, main.find(({ index }) => index === curve.index)].map(
      (one) => one && quantileOf(one.times, 0.99),
    );
    return own !== undefined && whole !== undefined && whole > WAITED * own;
  });
  return service && waited ? [service.picture] : [];
}

/** How many times as long the response time has to be as the service time. */
const WAITED = 1.1;

function pictureOf(
  result: BenchmarkResult,
  time: PicturedTime,
): { readonly picture: Picture; readonly curves: readonly Curve[] } | undefined {
  const timings = measuredTimes(result, time);
  const curves = curvesOf(timings);
  if (curves.length === 0) return undefined;
  const [done, all] = curves.some(({ times }) => times.samples + times.missing >= 100) ? [99, 100] : [9, 10];
  const picture = {
    id: `percentiles-${time.time}`,
    title: `How long the slowest payloads take: ${time.name} by percentile`,
    description:
      `Above ${(100 * done) / all} % stands the ${time.name} within which ${done} of ${all} payloads are done: the time ${time.meaning}. The farther to ` +
      "the right, the rarer and slower. All rounds count together, and a curve ends at its slowest payload.",
    notes: notesOf(timings, curves),
    draw: (width: number) => draw(curves, width, `${time.name}, ms`),
    table: tableOf(curves),
  };
  return { picture, curves };
}

function notesOf(timings: readonly Measured[], curves: readonly Curve[]): string[] {
  const missing = curves.flatMap(({ label, times }) =>
    times.missing === 0
      ? []
      : `${label}: ${inDigits(times.missing)} payloads failed, were lost or were not sent. They count as slower than all others, so the curve ends before them.`,
  );
  const few = timings.filter(({ index }) => curves.every((curve) => curve.index !== index));
  const left =
    few.length === 0
      ? []
      : [
          `Without a curve, because fewer than ${LEAST_PAYLOADS} payloads have a time: ${few.map(({ label }) => label).join(", ")}.`,
        ];
  return [...missing, ...left, ...aboutBroken(timings)];
}

function draw(curves: readonly Curve[], width: number, name: string): Drawing {
  const key = keyOf(
    curves.map(({ label, index }) => ({ label, look: lookOf(index) })),
    width,
  );
  const [top, bottom] = [key.height + ABOVE, key.height + ABOVE + HEIGHT];
  const area = { left: LEFT, right: width - RIGHT, top, bottom };
  const steps = curves.map(({ times }) => stepsOf(times).filter(([, ms]) => isDrawable(ms)));
  const rarest = steps.reduce((most, one) => Math.max(most, one.at(-1)?.[0] ?? 1), 2);
  const x = scaleLog([1, rarest], [area.left, area.right]);
  const y = timeAxis(ends(steps), [bottom, top + 6], 36);
  const marked = PERCENTILES.filter((p) => oneIn(p) <= rarest);
  const ticks = marked.map((p) => ({ at: x(oneIn(p)), text: inPercent(p) }));
  const pointOf = ([one, ms]: Step): Point => [x(one), y.at(ms)];
  const apart = curves.length <= FEW_CURVES;
  const drawn = curves.map((curve, index) => {
    const points = simplify((steps[index] ?? []).map(pointOf), apart ? TOLERANCE : ROUGH_TOLERANCE);
    const marks = drawMarks(curve, pointOf, points.at(-1), apart);
    const line = markup`<path class="curve" d="${lineThrough(points)}"/>`;
    return markup`<g class="${lookOf(curve.index).classes}"><title>${inWords(curve)}</title>${line}${marks}</g>\n`;
  });
  return {
    width,
    height: bottom + AXIS,
    content: markup`${key.content}${drawBottomAxis(withRoom(ticks, 58), area, "share of the payloads that are done")}${drawLeftAxis(y.ticks, area, name)}${drawn}`,
  };
}

/** The marks of a curve: at percentiles, and at its end. */
function drawMarks(
  curve: Curve,
  pointOf: (step: Step) => Point,
  end: Point | undefined,
  apart: boolean,
): Markup {
  const { marks, mark } = lookOf(curve.index);
  const label = shorten(curve.label, LABEL);
  const known = percentilesOf(curve).flatMap(({ p, ms, text }) => {
    if (ms === undefined || !isDrawable(ms) || !(apart || MARKED.includes(p))) return [];
    const at = rounded(pointOf([oneIn(p), ms]));
    return [{ at, value: `${label}: ${inPercent(p)} within ${text} ms` }];
  });
  const last = end ? [{ at: rounded(end), value: `${label}: slowest ${slowestOf(curve)} ms` }] : [];
  const all = [...known, ...last];
  if (!apart) return marks(all.map(({ at }) => at));
  return markup`${all.map(({ at: [x, y], value }) => mark(x, y, value))}`;
}

function rounded([x, y]: Point): Point {
  return [round(x), round(y)];
}

/** The least and the most time of each curve. */
function ends(steps: readonly (readonly Step[])[]): number[] {
  return steps.flatMap((one) => [one[0], one.at(-1)].flatMap((step) => step?.[1] ?? []));
}

function inWords(curve: Curve): string {
  const percentiles = percentilesOf(curve).map(({ p, text }) => `${inPercent(p)} ${text}`);
  return `${curve.label}: ${percentiles.join(", ")}, slowest ${slowestOf(curve)} ms`;
}

function tableOf(curves: readonly Curve[]): Table {
  const most = Math.max(...curves.map(({ times }) => times.samples + times.missing));
  const columns = IN_TABLE.filter((p) => oneIn(p) <= most);
  return {
    kind: "table",
    head: [
      "",
      "payloads",
      "fastest, ms",
      ...columns.map((p) => `${inPercent(p)}, ms`),
      "slowest, ms",
      "mean, ms",
    ],
    rows: curves.map((curve) => {
      const own = percentilesOf(curve, IN_TABLE);
      return [
        curve.label,
        inDigits(curve.times.samples),
        fastestOf(curve),
        ...columns.map((p) => own.find((one) => one.p === p)?.text ?? "-"),
        slowestOf(curve),
        meanOf(curve),
      ];
    }),
    names: 1,
  };
}
