// `pnpm fuzz`: tries all decoders with harmed inputs, for as long as it is told.
import { parseArgs } from "node:util";
import { DECODERS } from "./decoders/index.js";
import { Fuzzer } from "./fuzzer.js";

const USAGE = "pnpm fuzz [--minutes N] [--seed N] [--only TEXT]";
const INPUTS = 500;
const MOST_SEED = 2 ** 31;

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    seed: { type: "string", default: String(Math.floor(Math.random() * MOST_SEED)) },
    only: { type: "string", default: "" },
  },
});
const [minutes, first] = [Number(values.minutes), Number(values.seed)];
const decoders = DECODERS.filter(({ name }) => name.includes(values.only));
if (!(minutes > 0) || !Number.isInteger(first) || decoders.length === 0) {
  console.error(`usage: ${USAGE}`);
  process.exit(2);
}

const until = performance.now() + minutes * 60_000;
const fuzzer = new Fuzzer();
const inputs = new Map<string, number>();
const failures: string[] = [];

let stopped = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    stopped = true;
    void fuzzer.close();
  });
}
const goesOn = () => !stopped && performance.now() < until;

for (let seed = first; goesOn(); seed++) {
  for (const { name: decoder } of decoders) {
    if (!goesOn()) break;
    try {
      const tried = await fuzzer.try({ decoder, seed, inputs: INPUTS });
      inputs.set(decoder, (inputs.get(decoder) ?? 0) + tried);
    } catch (error) {
      if (stopped) break;
      failures.push((error as Error).message);
      console.error(`FAILED ${(error as Error).message}`);
    }
  }
}
await fuzzer.close();
for (const { name } of decoders) console.log(`${String(inputs.get(name) ?? 0).padStart(9)} inputs: ${name}`);
console.log(`seed ${first}, ${failures.length} failures; repeat one with --seed and --only`);
process.exitCode = failures.length > 0 ? 1 : 0;
