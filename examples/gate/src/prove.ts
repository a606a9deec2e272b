// Runs the gate many times for each change: `pnpm --filter gate-example prove 20`.
import { gate } from "./gate.js";

const times = Number(process.argv[2] ?? 5);
const EXPECTED = { "equal.js": 0, "slower.js": 3 } as const;

let wrong = 0;
for (const [change, expected] of Object.entries(EXPECTED)) {
  const codes: (number | null)[] = [];
  for (let time = 0; time < times; time++) {
    const { code, report } = await gate(change, ["npx", "wireduel"]);
    codes.push(code);
    if (code === expected) continue;
    wrong++;
    console.error(report);
  }
  console.log(`${change}: expected ${expected}, got ${codes.join(" ")}`);
}
if (wrong > 0) process.exitCode = 1;
