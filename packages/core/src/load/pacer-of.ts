import { closedLoopPacer } from "./closed-loop.js";
import type { Load } from "./load.js";
import type { Pacer } from "./pacer.js";
import { constantRatePacer, poissonPacer } from "./scheduled.js";
import { stagesPacer } from "./stages.js";

/** The pacer of a load. */
export function pacerOf(load: Load): Pacer {
  switch (load.kind) {
    case "closed-loop":
      return closedLoopPacer(load);
    case "constant-rate":
      return constantRatePacer(load);
    case "poisson":
      return poissonPacer(load);
    case "stages":
      return stagesPacer(load);
  }
}
