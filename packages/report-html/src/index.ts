export { type ComparisonHtmlOptions, formatComparisonHtml } from "./format-comparison-html.js";
export { formatHtml, type HtmlOptions } from "./format-html.js";
export type { ComparedCell } from "./page/comparison-page.js";
