import { readText } from "./files.js";

const BATCHES = 50;
const STAMPS = 1_000;

/** What one reading of the clock costs. The fastest batch counts: others were interrupted. */
export function stampCostNs(): number {
  let fastest = Number.POSITIVE_INFINITY;
  for (let batch = 0; batch < BATCHES; batch++) {
    const start = process.hrtime.bigint();
    for (let stamp = 0; stamp < STAMPS; stamp++) process.hrtime();
    fastest = Math.min(fastest, Number(process.hrtime.bigint() - start) / STAMPS);
  }
  return fastest;
}

/** The clock source of Linux. */
export function clockSourceOf(root: string): string | null {
  return readText(root, "sys/devices/system/clocksource/clocksource0/current_clocksource");
}
