// `pnpm bench start`: how long the command needs until its first payload, and how much of the processors' time.
import { availableParallelism } from "node:os";
import { startCommand } from "../cells/start-command.js";
import { median, three } from "../results/numbers.js";
import { textTable } from "../results/table.js";

const ROUNDS = 11;

export default async function start(): Promise<void> {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push({ loaded: await startCommand(true), payload: await startCommand(false) });
  }
  const loaded = rounds.map((one) => one.loaded);
  const payload = rounds.map((one) => one.payload);
  const middle = (values: readonly number[]) => three(median(values));
  const cores = availableParallelism();
  console.log(`wireduel ws grpc --quick, ${ROUNDS} times in turns, ${cores} cores. Medians.\n`);
  const row = (name: string, all: typeof loaded) => [
    name,
    middle(all.map(({ ms }) => ms)),
    middle(all.map(({ cpuMs }) => cpuMs)),
  ];
  console.log(
    textTable(
      ["until", "ms", "CPU time of all processes, ms"],
      [row("its modules are loaded (--dry-run)", loaded), row("its first payload has arrived", payload)],
    ),
  );
  const ratio = rounds.map((one) => one.payload.ms / one.loaded.ms);
  console.log(`\nthe second / the first: ${middle(ratio)}`);
  if (payload.some(({ cpuMs }) => cpuMs === 0)) return;
  const least = rounds.map((one) => one.payload.cpuMs / cores / one.loaded.ms);
  console.log(`the same if all ${cores} cores worked all the time: ${middle(least)}`);
}
