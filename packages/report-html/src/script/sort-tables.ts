// Sorts a table by a column: up, down, and as it was.
import { all, makeButton, say } from "./dom.js";
import { compareKeys, sortKey } from "./sort-key.js";

const NEXT = { none: "ascending", ascending: "descending", descending: "none" } as const;
type Order = keyof typeof NEXT;

/** Two rows are compared at a glance. */
const FEWEST_ROWS = 3;

export function offerSorting(): void {
  for (const table of all<HTMLTableElement>("table.sortable")) {
    const [body] = table.tBodies;
    const rows = [...(body?.rows ?? [])];
    if (body === undefined || rows.length < FEWEST_ROWS) continue;
    const heads = all<HTMLTableCellElement>("thead th", table);
    for (const head of heads) {
      const text = head.textContent ?? "";
      head.replaceChildren(
        makeButton(text, () => {
          const order = NEXT[(head.getAttribute("aria-sort") ?? "none") as Order];
          for (const other of heads) other.removeAttribute("aria-sort");
          if (order !== "none") head.setAttribute("aria-sort", order);
          body.append(...sorted(rows, head.cellIndex, order));
          say(order === "none" ? "As it was" : `${text}: ${order}`);
        }),
      );
    }
  }
}

function sorted(
  rows: readonly HTMLTableRowElement[],
  column: number,
  order: Order,
): readonly HTMLTableRowElement[] {
  if (order === "none") return rows;
  const direction = order === "ascending" ? 1 : -1;
  const keyed = rows.map((row) => ({ row, key: sortKey(row.cells[column]?.textContent ?? "") }));
  return keyed.toSorted((a, b) => compareKeys(a.key, b.key, direction)).map(({ row }) => row);
}
