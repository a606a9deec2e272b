// The program of one round of one cell: gets the cell, tells what was measured, and ends with its parent.
import type { Cell, Round } from "./cell.js";
import { runCell } from "./run-cell.js";

/** What it tells. */
export type CellReply = Round | { readonly error: string };

process.once("message", async (cell: Cell) => {
  let reply: CellReply;
  try {
    reply = await runCell(cell);
  } catch (error) {
    reply = { error: error instanceof Error ? error.message : String(error) };
  }
  // Nobody may listen any more.
  process.send?.(reply, () => {});
});
process.on("disconnect", () => process.exit());
// Ctrl-C reaches every process of the terminal; the bench decides when this one ends.
process.on("SIGINT", () => {});
