import type { ReceiverReport } from "@wireduel/core";

/** What a session brought, in one line: `ws, raw: 10 images, all whole`. */
export function formatReceived(adapter: string, codec: string, { phase, counts }: ReceiverReport): string {
  const { received, damaged, undecodable, duplicated, reordered } = counts;
  const name = `${adapter}, ${codec}`;
  if (phase !== "measure") return `${name}: no counted images`;
  const faults = [
    [damaged, "damaged"],
    [undecodable, "undecodable"],
    [duplicated, "duplicated"],
    [reordered, "out of order"],
  ] as const;
  const told = faults.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return `${name}: ${received} image${received === 1 ? "" : "s"}, ${told.length === 0 ? "all whole" : told.join(", ")}`;
}
