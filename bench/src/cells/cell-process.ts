// The program of one round of one cell: `cell-process.js CELL`, CELL being JSON. It sends what it measured.
import { endWithParent, messageOf, sendToParent } from "../processes/end-with-parent.js";
import type { Cell, Round } from "./cell.js";
import { runCell } from "./run-cell.js";

/** What it sends. */
export type CellReply = Round | { readonly error: string };

endWithParent();
const cell = JSON.parse(process.argv[2] ?? "") as Cell;
const reply = await runCell(cell).catch((error: unknown): CellReply => ({ error: messageOf(error) }));
sendToParent(reply satisfies CellReply);
