import { type Course, courseOf, isMatrix } from "@wireduel/core/report";
import { drawCourse, secondsOf, togetherIn } from "./course-columns.js";
import type { PicturesOf, Table } from "./picture.js";

/** About how many rows the table has. Each adapter has at least two. */
const ROWS = 30;

/** How the typical rounds went over time: a panel for each quantity, all on one axis. */
export const course: PicturesOf = (stored) => {
  if (isMatrix(stored)) return [];
  const whole = courseOf(stored);
  if (whole.panels.length === 0) return [];
  const merged = courseOf(stored, Math.max(2, Math.floor(ROWS / whole.timings.length)));
  return [
    {
      id: "course",
      title: "How the run went over time",
      description: descriptionOf(whole),
      notes: notesOf(whole, merged),
      draw: (width) => drawCourse(whole, merged, width),
      table: tableOf(merged),
    },
  ];
};

function descriptionOf(course: Course): string {
  const has = (id: string) => course.panels.some((panel) => panel.id === id);
  return [
    "The typical round of each adapter, without the gaps between its slices.",
    has("senderWork") && "An event loop that works all the time is at 100 %: then the process is the limit.",
    !has("failed") && !has("dropped") && "Nothing failed, and nothing was dropped.",
  ]
    .filter((sentence) => sentence !== false)
    .join(" ");
}

function notesOf(whole: Course, merged: Course): string[] {
  const lengthMs = momentMsOf(whole);
  const together = togetherIn(whole);
  return [
    together > 1
      ? `Each step is the lowest or the highest value of ${secondsOf(together * lengthMs)} seconds.`
      : `Each step is ${secondsOf(lengthMs)} s long.`,
    ...(momentMsOf(merged) > lengthMs ? [MERGED] : []),
  ];
}

const MERGED =
  "In the table, the rate and the shares are averages of the seconds of a row. Times and payloads in flight are the highest of " +
  "these seconds, and what failed or was dropped is counted together.";

/** How long the first moment is: only the last one may be shorter. */
function momentMsOf({ timings }: Course): number {
  return Math.max(...timings.map(({ moments: [first] }) => (first ? first.untilMs - first.fromMs : 0)));
}

function tableOf({ panels, timings }: Course): Table {
  return {
    kind: "table",
    head: ["", "seconds", ...panels.map(({ title }) => title)],
    rows: timings.flatMap(({ label, moments }) =>
      moments.map(({ fromMs, untilMs, texts }) => [
        label,
        `${secondsOf(fromMs)} to ${secondsOf(untilMs)}`,
        ...panels.map(({ id }) => texts[id]),
      ]),
    ),
    names: 1,
  };
}
