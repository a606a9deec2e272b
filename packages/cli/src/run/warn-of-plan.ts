import type { PlannedMatrix } from "@wireduel/core";
import type { Context } from "../context.js";

/** Writes to stderr what is risky about a run, before it opens anything. */
export function warnOfPlan(
  { warnings }: PlannedMatrix,
  { quiet = false }: { readonly quiet?: boolean | undefined },
  { err }: Pick<Context, "err">,
): void {
  if (quiet) return;
  for (const { message } of warnings) err(`wireduel: warning: ${message}\n`);
}
