import { withChild } from "../processes/fork-and-wait.js";
import type {
  CoordinatorMeasured,
  CoordinatorOrder,
  CoordinatorReport,
  Listening,
  SimulationOrder,
  SimulationReport,
} from "./plan.js";

const RUN = new URL("coordinator-process.js", import.meta.url);
const SIMULATION = new URL("simulation-process.js", import.meta.url);
const NS_PER_MS = 1e6;

/** A run in a fresh process, and its simulated senders in another one. */
export function measureCoordinator(
  order: CoordinatorOrder,
  round: number,
  signal: AbortSignal,
): Promise<CoordinatorMeasured> {
  const options = (name: string, value: object) => ({ name, args: [JSON.stringify(value)], signal });
  return withChild(RUN, options("the run", order), async (run) => {
    const { url } = (await run.next()) as Listening;
    const simulated: SimulationOrder = { ...order, url };
    return await withChild(SIMULATION, options("the simulation", simulated), async (simulation) => {
      const [ofRun, ofSenders] = await Promise.all([run.next(), simulation.next()]);
      const { firstJoinedAt, lastJoinedAt, resultAt, ...used } = ofRun as CoordinatorReport;
      const { beganAt, heardBefore } = ofSenders as SimulationReport;
      return {
        kind: "coordinator",
        senders: order.senders,
        round,
        joinMs: (lastJoinedAt - firstJoinedAt) / NS_PER_MS,
        prepareMs: (beganAt - lastJoinedAt) / NS_PER_MS,
        mergeMs: (resultAt - beganAt) / NS_PER_MS,
        heardBeforeMs: heardBefore / NS_PER_MS,
        ...used,
      };
    });
  });
}
