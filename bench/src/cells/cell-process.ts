// The process of one round of one cell: `cell-process.js CELL`, with CELL as JSON. It sends the measurements.
import { endWithParent, messageOf, sendToParent } from "../processes/end-with-parent.js";
import type { Cell, Round } from "./cell.js";
import { runCell } from "./run-cell.js";

/** The message to the parent. */
export type CellReply = Round | { readonly error: string };

endWithParent();
const cell = JSON.parse(process.argv[2] ?? "") as Cell;
const reply = await runCell(cell).catch((error: unknown): CellReply => ({ error: messageOf(error) }));
sendToParent(reply satisfies CellReply);
