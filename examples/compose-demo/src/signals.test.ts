// How the programs of the demo end together.
import { describe, expect } from "vitest";
import {
  allEnded,
  type Process,
  processesBelow,
  signal,
  until,
} from "../../../packages/core/src/fixtures/processes.js";
import { it, type Program } from "./fixtures/programs.js";

const SLOW = { IMAGE_COUNT: "1000", IMAGE_DELAY_MS: "100" };

/**
 * Those that `start` itself has started. What they start has their command until it runs its own program.
 */
function startedBy(start: Program, all: readonly Process[], names: readonly string[]): readonly Process[] {
  return all.filter(
    ({ parent, command }) => parent === start.child.pid && names.some((name) => command.includes(name)),
  );
}

/** All processes of the demo, as soon as something was measured. */
async function processesOf(start: Program, compare: boolean): Promise<readonly Process[]> {
  if (compare) await start.announces(/^Round 1\b/m);
  else await start.prints(/Image 1 transmission time/);
  return processesBelow(start.child.pid as number);
}

// /proc lists the processes.
describe.runIf(process.platform === "linux").concurrent("start", { timeout: 120_000 }, () => {
  it.for([
    ["nothing", [], []],
    ["the receiver", ["receiver.js"], []],
    ["the transmitter", ["transmitter.js"], []],
    ["both", ["receiver.js", "transmitter.js"], []],
    ["nothing", [], ["--compare"]],
    ["the transmitter", ["transmitter.js"], ["--compare"]],
  ] as const)(
    "leaves no process after SIGKILL, although %s had been stopped: %j %j",
    async ([_, stopped, args], { programs }) => {
      const env = args.length > 0 ? { ADAPTERS: "tcp,ws" } : SLOW;
      const start = programs.start("start", { env, args });
      const all = await processesOf(start, args.length > 0);
      const chosen = startedBy(start, all, stopped);
      expect(chosen).toHaveLength(stopped.length);
      signal(chosen, "SIGSTOP");
      start.child.kill("SIGKILL");
      await allEnded(all);
    },
  );

  it("ends at once at a second SIGINT, although the transmitter had been stopped", async ({ programs }) => {
    const start = programs.start("start", { env: SLOW });
    const all = await processesOf(start, false);
    signal(startedBy(start, all, ["transmitter.js"]), "SIGSTOP");
    start.child.kill("SIGINT");
    // The first one that comes late enough counts.
    const again = setInterval(() => start.child.kill("SIGINT"), 100);
    expect(await start.ended).toBe(130);
    clearInterval(again);
    await allEnded(all);
  });

  it("ends at SIGINT to all of its processes while they start, and leaves none", async ({ programs }) => {
    const start = programs.start("start");
    const below = () => processesBelow(start.child.pid as number);
    await until(() => below().some(({ command }) => command.includes("receiver.js")));
    const all = below();
    signal(all, "SIGINT");
    start.child.kill("SIGINT");
    expect(await start.ended).toBe(130);
    await allEnded(all);
  });
});
