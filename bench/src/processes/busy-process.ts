// Keeps a processor busy until its parent ends it or goes away.
import { endWithParent } from "./end-with-parent.js";

const TURN_MS = 20;

endWithParent();
spin();

/** In turns, because it can only notice between two of them that its parent is gone. */
function spin(): void {
  const until = performance.now() + TURN_MS;
  while (performance.now() < until);
  setImmediate(spin);
}
