import type { Styles } from "../terminal/styles.js";
import type { ProgressView } from "./progress-state.js";
import { activity, blockName, cellName, milliseconds, timeLeft } from "./words.js";

/** The size of a terminal, in characters. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

const BAR_WIDTH = 20;
/** Lines that are not of adapters, with that of the cursor. */
const OTHER_LINES = 5;
/** A terminal breaks wider lines when its window gets narrower, and then they could not be replaced. */
const MOST_COLUMNS = 60;

/** The lines that show how far a run is, within the size of the terminal. */
export function liveLines(
  view: ProgressView,
  size: TerminalSize,
  styles: Pick<Styles, "bold" | "dim">,
): string[] {
  const width = Math.min(size.columns, MOST_COLUMNS) - 1;
  const shown = Math.max(1, size.rows - OTHER_LINES);
  const medians = view.medians.slice(0, shown);
  const hidden = view.medians.length - medians.length;
  const labelWidth = Math.max(...medians.map(({ label }) => lengthOf(label)), 0);
  const rows = medians.map(({ label, ms }) => {
    const gap = " ".repeat(labelWidth - lengthOf(label));
    return cut(`  ${label}${gap}  ${milliseconds(ms).padStart(8)}`, width);
  });
  const more = hidden > 0 ? [`  and ${hidden} more`] : [];
  const head = rows.length === 0 ? [] : [styles.dim(cut("Medians so far:", width))];
  return [styles.bold(cut(whereAndWhat(view), width)), ...barLine(view, width), ...head, ...rows, ...more];
}

/** `[######..............] about 41 s left`. None if that is not known. */
function barLine(view: ProgressView, width: number): string[] {
  const { elapsedMs, leftMs } = view;
  if (leftMs === null) return [];
  const full = leftMs === 0 ? BAR_WIDTH : Math.floor((BAR_WIDTH * elapsedMs) / (elapsedMs + leftMs));
  return [cut(`[${"#".repeat(full)}${".".repeat(BAR_WIDTH - full)}] ${timeLeft(view)}`, width)];
}

/** `1 MB, wan: block 3: measuring gRPC, slice 12 of 40`. */
function whereAndWhat(view: ProgressView): string {
  const { at } = view;
  if (at === null) return "Starting";
  const { next, slice, slices, part, block, of } = at;
  const several = next === "measure" && slices !== null && slices > 1;
  const what = `${activity(view)}${several ? `, slice ${slice + 1} of ${slices}` : ""}`;
  const where = [
    cellName(view),
    of === 1 ? "" : part === "probes" ? "Probe of a cause" : blockName(block, of),
  ];
  return [...where, what].filter((text) => text !== "").join(": ");
}

/** Characters as a reader counts them. */
function lengthOf(text: string): number {
  return [...text].length;
}

/** The beginning of a text if it is too long. */
function cut(text: string, width: number): string {
  const characters = [...text];
  if (characters.length <= width) return text;
  return `${characters.slice(0, Math.max(0, width - 1)).join("")}…`;
}
