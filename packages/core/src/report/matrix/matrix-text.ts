import type { MatrixResult } from "../../result/matrix.js";
import { matrixResult } from "../../result/matrix-kinds.js";
import type { RunSettings } from "../../result/result.js";
import { provenanceInWords } from "../audit/provenance-words.js";
import { asText, type Block, heading, lines, strong } from "../document/block.js";
import { asMarkdownWithin } from "../document/fit.js";
import { countOf } from "../format-number.js";
import { listInWords } from "../in-words.js";
import { checkMarkdownOptions, checkOnce, type MarkdownOptions } from "../input.js";
import { confidenceInWords } from "../verdict/confidence.js";
import { MEASURE_WORDS } from "../verdict/measure-words.js";
import { matrixNotes } from "./matrix-notes.js";
import { matrixTable, tableNotes } from "./matrix-table.js";
import { crossoversInWords, fastestInWords } from "./matrix-words.js";

/**
 * The report of a matrix as text: for each network and load, a table with sizes as rows and adapters as columns.
 * @throws WireduelError `INVALID_OPTION` if `matrix` is not the result of `runMatrix`
 */
export function formatMatrix(matrix: MatrixResult): string {
  checkOnce(matrixResult, "matrix", matrix);
  return asText(matrixBlocks(matrix));
}

/**
 * The same report as Markdown, as GitHub renders it.
 * @throws WireduelError `INVALID_OPTION` if `matrix` is not the result of `runMatrix`
 */
export function formatMatrixMarkdown(matrix: MatrixResult, options?: MarkdownOptions): string {
  checkOnce(matrixResult, "matrix", matrix);
  return asMarkdownWithin(matrixBlocks(matrix), checkMarkdownOptions(options));
}

function matrixBlocks(matrix: MatrixResult): Block[] {
  const { axes, adapters } = matrix;
  const sections = axes.networks.flatMap((_, network) =>
    axes.loads.flatMap((__, load) => sectionOf(matrix, network, load)),
  );
  return [
    heading(`Matrix: ${listInWords(adapters.map(({ label }) => label))}, ${sizeInWords(matrix)}`),
    ...strongOf(fastestInWords(matrix)),
    lines(...certaintyInWords(matrix), ...endInWords(matrix)),
    ...sections,
    tableNotes(matrix),
    ...matrixNotes(matrix),
    lines(...provenanceInWords(matrix)),
  ];
}

/** By which measure the adapters of a matrix are compared, and how sure that is. */
export function certaintyInWords({ settings, confidence }: MatrixResult): string[] {
  const { name, meaning } = MEASURE_WORDS[settings.decideBy];
  return [`By the ${name} (${meaning}). ${confidenceInWords(confidence, "matrix")}`];
}

function sectionOf(matrix: MatrixResult, network: number, load: number): Block[] {
  return [
    heading(sectionTitle(matrix, network, load)),
    ...matrixTable(matrix, network, load),
    lines(...crossoversInWords(matrix, network, load)),
  ];
}

/** `network: wan`, with the load if there are several. */
export function sectionTitle({ axes }: MatrixResult, network: number, load: number): string {
  const { networks, loads } = axes;
  const ofLoad = loads.length > 1 ? `, load: ${loads[load]?.label}` : "";
  return `network: ${networks[network]?.label}${ofLoad}`;
}

function strongOf(sentence: string | null): Block[] {
  return sentence === null ? [] : [strong(sentence)];
}

/** `3 payloads, 2 networks, 1 load: 6 cells`. */
export function sizeInWords({ axes, cells, settings }: MatrixResult): string {
  const { payloads, networks, loads } = axes;
  const counts = [
    countOf(payloads.length, "payload"),
    countOf(networks.length, "network"),
    countOf(loads.length, "load"),
  ];
  return `${counts.join(", ")}: ${countOf(cells.length, "cell")}${sendersInWords(settings)}`;
}

/** `, each with 4 senders and 2 receivers`. "" if there is one of each. */
function sendersInWords({ senders, receivers }: RunSettings): string {
  if (senders === 1) return "";
  const shared = receivers === 1 ? "" : ` and ${countOf(receivers, "receiver")}`;
  return `, each with ${countOf(senders, "sender")}${shared}`;
}

/** That a matrix is not whole. Empty if it is. */
export function endInWords({ status, cells }: MatrixResult): string[] {
  const measured = cells.filter(({ result }) => result !== null).length;
  if (status === "aborted") return [`It ended early, with ${countOf(measured, "cell")} measured.`];
  if (status === "running")
    return [`It is partial: it was stored before it ended, with ${countOf(measured, "cell")} measured.`];
  return [];
}
