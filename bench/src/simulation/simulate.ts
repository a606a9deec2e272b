// Simulates runs with known ratios, and counts how often the verdict keeps its promise. No sockets, no processes.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OptionValues } from "../command-line.js";
import { type Row, SCENARIOS, simulateScenario } from "./scenarios.js";
import { broken, documentOf } from "./tables.js";

const DEFAULT_CASES = 2_000;

export default async function simulate(_: readonly string[], { cases }: OptionValues): Promise<void> {
  const count = typeof cases === "number" ? cases : DEFAULT_CASES;
  const rows = SCENARIOS.map((_, index): Row => {
    if (process.stderr.isTTY) process.stderr.write(`\rscenario ${index + 1} of ${SCENARIOS.length} `);
    return simulateScenario(index, count);
  });
  const text = documentOf(rows, count);
  const file = join(import.meta.dirname, "../../simulation.md");
  writeFileSync(file, `${text}\n`);
  console.log(text);
  const failures = broken(rows, count);
  for (const failure of failures) console.error(`more than 5 %: ${failure}`);
  if (failures.length > 0) process.exitCode = 1;
}
