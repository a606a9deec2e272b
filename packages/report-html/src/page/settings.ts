import { type BenchmarkResult, type SettingRow, settingRows } from "@wireduel/core/report";
import { directionOf } from "../markup/blocks.js";
import { type Markup, markup } from "../markup/markup.js";
import type { Section } from "./section.js";

/** The settings of both ends, side by side. A difference that no protocol explains is shown first. */
export function settingsOf(result: BenchmarkResult, about: string): Section[] {
  const labels = result.timings.map(({ label }) => label);
  if (labels.length === 0) return [];
  const rows = settingRows(result);
  const common = rows.filter(({ differs, scope }) => differs && scope === "common");
  const own = rows.filter(({ differs, scope }) => differs && scope === "protocol");
  const equal = rows.filter(({ differs }) => !differs);
  const content = markup`${about !== "" && markup`<p class="soft">${about}</p>`}
${common.length > 0 && tableOf("What differs", labels, common)}
${folded(`What differs because the adapters differ (${own.length})`, labels, own)}
${folded(`What is the same (${equal.length})`, labels.length === 1 ? labels : ["all adapters"], equal.map(once))}
`;
  return [{ id: "settings", title: "Settings of both ends", content }];
}

/** What is the same needs one column. */
function once(row: SettingRow): SettingRow {
  return { ...row, values: row.values.slice(0, 1) };
}

function folded(title: string, labels: readonly string[], rows: readonly SettingRow[]): Markup {
  if (rows.length === 0) return markup``;
  return markup`<details><summary>${title}</summary>${tableOf(title, labels, rows)}</details>`;
}

function tableOf(title: string, labels: readonly string[], rows: readonly SettingRow[]): Markup {
  return markup`<div class="scroll" tabindex="0" role="group" aria-label="${title}"><table>
<thead><tr><th scope="col">setting${labels.map((label) => markup`<th scope="col"${directionOf(label)}>${label}`)}</thead>
<tbody>${rows.map(rowOf)}</tbody></table></div>`;
}

function rowOf({ name, values, differs }: SettingRow): Markup {
  const mark = differs && markup` class="differs"`;
  const cells = values.map((value) => markup`<td${mark}${directionOf(value)}>${value}`);
  return markup`<tr><th scope="row">${name}${cells}\n`;
}
