import { setImmediate as turn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Collects garbage now, even if Node was started without `--expose-gc`. */
export async function collectGarbage(): Promise<void> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  // Finalizers of buffers run in later turns of the event loop.
  for (let round = 0; round < 3; round++) {
    collect();
    await turn();
  }
}
