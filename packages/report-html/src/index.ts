export type { ComparedCell } from "@wireduel/core/report";
export { type ComparisonHtmlOptions, formatComparisonHtml } from "./format-comparison-html.js";
export { formatHtml, type HtmlOptions } from "./format-html.js";
