export { formatHtml, type HtmlOptions } from "./format-html.js";
