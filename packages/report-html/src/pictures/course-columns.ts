import type { Course, CourseMoment, CoursePanel, Quantity } from "@wireduel/core/report";
import { scaleLinear } from "d3-scale";
import { type Markup, markup } from "../markup/markup.js";
import { type Area, drawBottomAxis, drawLeftAxis } from "./axis.js";
import { keyOf } from "./key.js";
import { largest } from "./largest.js";
import { lookOf } from "./look.js";
import type { Drawing } from "./picture.js";
import { round } from "./pixels.js";
import { pathOf, type Step, thinned } from "./steps.js";

/** About how many steps all lines of a drawing have together. */
const STEPS = 600;
const FEWEST_STEPS = 8;
/** With fewer tooltips than this, each would be of a long time. */
const FEWEST_TOLD = 4;

const LEFT = 52;
const RIGHT = 10;
const HEAD = 28;
const PLOT = 60;
const BOTTOM = 44;
const APART = 20;
/** From this width on, there are two columns. */
const TWO = 700;

/** How many moments are drawn as two steps: their lowest and their highest value. 1: all moments are drawn. */
export function togetherIn({ panels, timings }: Course): number {
  const most = Math.max(FEWEST_STEPS, Math.floor(STEPS / (panels.length * timings.length)));
  const longest = largest(timings.map(({ moments }) => moments.length));
  return longest <= most ? 1 : Math.ceil((2 * longest) / most);
}

/**
 * Draws a course.
 * @param merged the same course with fewer moments, for tooltips
 */
export function drawCourse(course: Course, merged: Course, width: number): Drawing {
  const { panels, timings } = course;
  const key = keyOf(
    timings.map(({ label }, index) => ({ look: lookOf(index), label })),
    width,
  );
  const count = width >= TWO && panels.length > 1 ? 2 : 1;
  const columnWidth = Math.floor((width - (count - 1) * APART) / count);
  const rows = Math.ceil(panels.length / count);
  const columns = Array.from({ length: count }, (_, column) => {
    const own = panels.slice(column * rows, (column + 1) * rows);
    const drawn = drawColumn({ panels: own, course, merged, width: columnWidth });
    return markup`<g transform="translate(${column * (columnWidth + APART)} ${key.height})">${drawn}</g>\n`;
  });
  return {
    width,
    height: key.height + rows * (HEAD + PLOT) + BOTTOM,
    content: markup`${key.content}${columns}`,
  };
}

interface Column {
  readonly panels: readonly CoursePanel[];
  readonly course: Course;
  readonly merged: Course;
  readonly width: number;
}

type Scale = (value: number) => number;

/** Panels below each other, on one axis of time. */
function drawColumn({ panels, course, merged, width }: Column): Markup {
  const { timings } = course;
  const area: Area = {
    left: LEFT,
    right: width - RIGHT,
    top: HEAD,
    bottom: panels.length * (HEAD + PLOT),
  };
  const endMs = largest(timings.flatMap(({ moments }) => moments.map(({ untilMs }) => untilMs)));
  const seconds = scaleLinear([0, endMs / 1_000], [area.left, area.right]);
  const x: Scale = (ms) => seconds(ms / 1_000);
  const rows = panels.map((panel, index) => rowOf(panel, timings, { ...area, ...placeOf(index) }));
  const together = togetherIn(course);
  const lines = timings.map(({ label, moments }, index) => {
    const path = rows.map(({ id, y }) => pathOf(thinned(stepsOf(moments, id), together), x, y)).join("");
    return markup`<path class="curve ${lookOf(index).classes}" d="${path}"><title>${label}</title></path>\n`;
  });
  return markup`${drawBottomAxis(
    seconds.ticks(4).map((second) => ({ at: seconds(second), text: String(second) })),
    area,
    "seconds since the load began",
  )}${rows.map((row) => drawLeftAxis(row.ticks, row.area, row.title))}${lines}${drawStrips(panels, merged, area, x)}`;
}

function placeOf(index: number): Pick<Area, "top" | "bottom"> {
  const top = index * (HEAD + PLOT) + HEAD;
  return { top, bottom: top + PLOT };
}

/** A panel with its axis. */
function rowOf({ id, title }: CoursePanel, timings: Course["timings"], area: Area) {
  const values = timings.flatMap(({ moments }) => moments.map((moment) => moment.values[id] ?? 0));
  const most = largest([SHARES.includes(id) ? 100 : 0, ...values]);
  const scale = scaleLinear([0, most || 1], [area.bottom, area.top]).nice(2);
  const format = scale.tickFormat(2, most >= 10_000 ? "~s" : undefined);
  const isCount = COUNTS.includes(id);
  const ticks = scale
    .ticks(2)
    .filter((value) => !isCount || Number.isInteger(value))
    .map((value) => ({ at: scale(value), text: value === 0 ? "0" : format(value) }));
  return { id, title, area, ticks, y: scale };
}

/** A share of 100 % is a limit, so its distance is shown. */
const SHARES: readonly Quantity[] = ["senderWork", "receiverWork", "senderCpu", "receiverCpu"];
const COUNTS: readonly Quantity[] = ["inFlight", "failed", "dropped"];

function stepsOf(moments: readonly CourseMoment[], id: Quantity): readonly Step[] {
  return moments.map(({ fromMs, untilMs, values }) => ({ from: fromMs, until: untilMs, value: values[id] }));
}

/** What the lines show in a time: a strip that is not seen, with a tooltip. */
function drawStrips(panels: readonly CoursePanel[], { timings }: Course, area: Area, x: Scale): Markup {
  const longest = timings.reduce((one, other) => (other.moments.length > one.moments.length ? other : one));
  if (longest.moments.length < FEWEST_TOLD) return markup``;
  const strips = longest.moments.map(({ fromMs, untilMs }, index) => {
    const told = timings.flatMap(({ label, moments }) => {
      const moment = moments[index];
      return moment
        ? [`${label}: ${panels.map(({ id }) => `${moment.texts[id]} ${TOLD[id]}`).join(", ")}`]
        : [];
    });
    const [from, until] = [round(x(fromMs)), round(x(untilMs))];
    const title = [`${secondsOf(fromMs)} to ${secondsOf(untilMs)} s`, ...told].join("\n");
    return markup`<rect class="strip" x="${from}" y="${area.top}" width="${round(until - from)}" height="${area.bottom - area.top}"><title>${title}</title></rect>`;
  });
  return markup`${strips}\n`;
}

/** What follows a number in a tooltip. */
const TOLD: Readonly<Record<Quantity, string>> = {
  rate: "per s",
  p50: "ms (median)",
  p99: "ms (99 %)",
  inFlight: "in flight",
  failed: "failed",
  dropped: "dropped",
  senderWork: "% sender loop",
  receiverWork: "% receiver loop",
  senderCpu: "% sender CPU",
  receiverCpu: "% receiver CPU",
};

/** With at most one decimal. */
export function secondsOf(ms: number): string {
  return String(Number((ms / 1_000).toFixed(1)));
}
