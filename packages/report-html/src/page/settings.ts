import { type BenchmarkResult, type SettingRow, settingRows } from "@wireduel/core/report";
import { tableAsHtml } from "../markup/blocks.js";
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
${common.length > 0 && marked(tableOf("What differs", labels, common))}
${folded(OWN, marked(tableOf(OWN, labels, own)), own)}
${folded(EQUAL, tableOf(EQUAL, labels.length === 1 ? labels : ["all adapters"], equal.map(once)), equal)}
`;
  return [{ id: "settings", title: "Settings of both ends", content }];
}

const OWN = "What differs because the adapters differ";
const EQUAL = "What is the same";

function marked(table: Markup): Markup {
  return markup`<div class="differs">${table}</div>`;
}

/** What is the same needs one column. */
function once(row: SettingRow): SettingRow {
  return { ...row, values: row.values.slice(0, 1) };
}

function folded(title: string, table: Markup, rows: readonly SettingRow[]): Markup {
  if (rows.length === 0) return markup``;
  return markup`<details><summary>${title} (${rows.length})</summary>${table}</details>`;
}

function tableOf(name: string, labels: readonly string[], rows: readonly SettingRow[]): Markup {
  const head = ["setting", ...labels];
  const cells = rows.map(({ name: setting, values }) => [setting, ...values]);
  return tableAsHtml({ kind: "table", head, rows: cells, names: head.length }, name);
}
