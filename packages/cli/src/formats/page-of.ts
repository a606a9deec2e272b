import type { StoredResult } from "@wireduel/core/report";
import type { HtmlOptions } from "@wireduel/report-html";

/** Writes the page of a result. Its modules are loaded only now: a run should begin sooner. */
export async function pageOf(stored: StoredResult, options: HtmlOptions): Promise<string> {
  const { formatHtml } = await import("@wireduel/report-html");
  return formatHtml(stored, options);
}
