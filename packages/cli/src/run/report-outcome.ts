import { formatJson, formatMatrix, formatSummary, isMatrix, type StoredResult } from "@wireduel/core/report";
import type { Context } from "../context.js";
import type { ValuesOf } from "../flags/flag.js";
import type { OutputFlags } from "../flags/output-flags.js";
import type { RunFlags } from "../flags/run-flags.js";
import { commandOf } from "../formats/command-of.js";
import { formatStored } from "../formats/formats.js";
import { pageOf } from "../formats/page-of.js";
import { typedCommand } from "../formats/typed-command.js";
import { writeJsonFile } from "../output/json-file.js";
import type { ResultStore } from "../output/result-store.js";
import { shellWord } from "../output/shell-word.js";
import { notLoadable } from "../program/not-loadable.js";
import { ownCommand } from "../program/own-command.js";
import { oneLine } from "../program/report-failure.js";
import { type Styles, styledReport, stylesOf } from "../terminal/styles.js";
import { hintOf, matrixHintOf } from "./hint.js";
import type { Outcome } from "./measure.js";

type Values = ValuesOf<Pick<RunFlags, keyof OutputFlags | "quick" | "explain" | "quiet" | "color">>;

/**
 * Prints the result on stdout, and says where it is stored. The result is printed even if it could not be stored.
 * Returns whether all of that was possible.
 */
export async function reportOutcome(
  { result, error, notStored }: Outcome,
  store: ResultStore,
  values: Values,
  context: Context,
): Promise<boolean> {
  const { out, err, env, cwd, signal } = context;
  const failures: string[] = [];
  const attempt = async <T>(write: () => T | Promise<T>): Promise<T | null> => {
    try {
      return await write();
    } catch (failure) {
      failures.push((failure as Error).message);
      return null;
    }
  };
  const command = commandOf(result, ownCommand(env)) ?? typedCommand(result, context);
  const hint = isMatrix(result) ? undefined : hintOf(result, values);
  const { embedResult } = values;
  const writePage = (path: string) =>
    store.savePage(path, (resultFile) => pageOf(result, { command, hint, embedResult, resultFile }));
  // A format may have no place for this result.
  await attempt(async () =>
    out(await printed(result, hint, values, stylesOf("stdout", context, values.color))),
  );
  const path = await attempt(() => store.pathOf(notStored));
  await attempt(() => writeJsonFile(values.json, formatJson(result), cwd));
  const page = path === null || values.page === false ? null : await attempt(() => writePage(path));
  if (path !== null && !values.quiet) {
    err(`Stored: ${path}\nFull report: ${ownCommand(env)} report ${shellWord(path)}\n`);
  }
  if (path !== null && isMatrix(result) && result.status === "aborted" && !values.quiet) {
    err(`The same command with --resume ${shellWord(path)} goes on with it.\n`);
  }
  if (page !== null && !values.quiet) err(`Page: ${page}\n`);
  if (error !== null && !signal.aborted)
    failures.unshift(`${oneLine(notLoadable(error.message))} [${error.code}]`);
  for (const failure of failures) err(`wireduel: ${failure}\n`);
  return failures.length === 0;
}

/** What is on stdout. Only text has styles: other formats are for programs. */
async function printed(
  result: StoredResult,
  hint: string | undefined,
  values: Values,
  styles: Styles,
): Promise<string> {
  const { format, json, embedResult } = values;
  if (json === true) return formatJson(result);
  if (format !== undefined && format !== "text") return formatStored(result, format, { embedResult, hint });
  return styledReport(
    format === "text" ? await formatStored(result, format) : inShort(result, hint, values),
    styles,
  );
}

/** By default a summary. A matrix is short enough. */
function inShort(result: StoredResult, hint: string | undefined, { quick }: Values): string {
  if (isMatrix(result)) {
    const next = matrixHintOf(result, { quick });
    return `${formatMatrix(result)}\n${next === undefined ? "" : `\n${next}\n`}`;
  }
  return `${formatSummary(result, { hint })}\n`;
}
