import type { AdapterReport, Load, MatrixCell, PlannedMatrix } from "@wireduel/core";
import { inTime } from "../flags/units.js";

/** About how long the processes of one adapter take in a block: to start, connect, warm up and report. */
const AROUND_ROUND_MS = 500;
const MOST_BLOCKS = 6;

/** A plan as text: what is measured, in which order, and how long it takes. */
export function planText(plan: PlannedMatrix): string {
  const { adapters, cells, settings, firstBlocks } = plan;
  const cellNames = cells.map((cell) => cellName(plan, cell));
  const several = cells.length > 1;
  const blocks = firstBlocks
    .slice(0, MOST_BLOCKS)
    .map(({ cell, order }, index) => [
      `${index + 1}`,
      ...(several ? [cellNames[cell] ?? ""] : []),
      order.join(", then "),
    ]);
  const { reference, decideBy, margin, seed } = settings;
  const verdict = `Decided by ${decideBy}, compared with ${reference}. Within ${percentOf(margin)} %, two are the same.`;
  return [
    section(
      `${adapters.length} ${adapters.length === 1 ? "adapter" : "adapters"}:`,
      columns(adapters.map(({ label, adapter }) => [label, inWords(adapter)])),
    ),
    section(
      several ? `${cells.length} cells (payload, network, load):` : "Payload, network, load:",
      cellNames,
    ),
    section(
      `Blocks in this order (--seed ${seed}), each with fresh processes; in a block, the adapters take turns:`,
      [...columns(blocks), ...(firstBlocks.length > MOST_BLOCKS ? ["…"] : [])],
    ),
    timeInWords(plan),
    ...(adapters.length > 1 ? [verdict] : []),
    "",
  ].join("\n");
}

/** A plan in one line, for the start of a run. */
export function planLine(plan: PlannedMatrix): string {
  const { adapters, cells } = plan;
  const [first] = cells;
  const what = cells.length === 1 && first ? cellName(plan, first) : `${cells.length} cells`;
  return `${adapters.map(({ label }) => label).join("; ")}: ${what}. ${timeInWords(plan)}\n`;
}

function section(title: string, lines: readonly string[]): string {
  return [title, ...lines.map((line) => `  ${line}`), ""].join("\n");
}

/** Lines with aligned columns. */
function columns(lines: readonly (readonly string[])[]): string[] {
  const widthOf = (column: number) => Math.max(...lines.map((line) => line[column]?.length ?? 0));
  return lines.map((line) =>
    line
      .map((text, column) => text.padEnd(widthOf(column)))
      .join("  ")
      .trimEnd(),
  );
}

/** `ws, raw, upload, mask=…` */
function inWords({ name, codec, direction, encryption, profile, chosen, options }: AdapterReport): string {
  const settings = chosen.flatMap((key) => (key === "codec" ? [] : `${key}=${JSON.stringify(options[key])}`));
  return [
    name,
    codec,
    direction,
    ...(encryption === "none" ? [] : ["TLS"]),
    ...(profile === null || profile.name === "default" ? [] : [`profile ${profile.name}`]),
    ...settings,
  ].join(", ");
}

function cellName(
  { axes, settings: { senders, receivers } }: PlannedMatrix,
  { payload, network, load, connections }: MatrixCell,
): string {
  const networkLabel = axes.networks[network]?.label;
  const labels = [
    axes.payloads[payload]?.label,
    networkLabel === "none" ? "no network" : networkLabel,
    axes.loads[load]?.label,
  ];
  const several = Object.entries({ senders, receivers, connections }).filter(([, count]) => count > 1);
  return [...labels, ...several.map(([what, count]) => `${count} ${what}`)].join(", ");
}

function timeInWords({ settings, cells, adapters, axes }: PlannedMatrix): string {
  const { budgetMs, rounds } = settings;
  if (budgetMs !== null) return `Time: ${inTime(budgetMs)}, with as many blocks as fit.`;
  const blockMs = cells.map(
    ({ load }) => adapters.length * (sendingMs(axes.loads[load]?.load) + AROUND_ROUND_MS),
  );
  const all = rounds * blockMs.reduce((sum, ms) => sum + ms, 0);
  const isLeast = axes.loads.some(({ load }) => !("durationMs" in load) || load.durationMs === null);
  const seconds = inTime(Math.ceil(all / 1_000) * 1_000);
  return `Time: ${isLeast ? "at least" : "about"} ${seconds}, with ${settings.roundsRule ? "up to " : ""}${rounds} round${rounds === 1 ? "" : "s"}.`;
}

/** 0.07 as 7. A product of decimals has digits that nobody wants to see. */
function percentOf(share: number): number {
  return Number((100 * share).toPrecision(6));
}

/** How long a round sends. 0 if that is not known beforehand. */
function sendingMs(load: Load | undefined): number {
  if (load === undefined) return 0;
  if (load.kind === "stages") return load.stages.reduce((sum, { durationMs }) => sum + durationMs, 0);
  if (load.durationMs !== null) return load.durationMs;
  return load.kind === "closed-loop" ? 0 : ((load.count ?? 0) / load.ratePerSecond) * 1_000;
}
