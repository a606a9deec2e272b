// The process of a loop: `loop-process.js PROTOCOL GENERATOR PORT CONNECTIONS`. It sends until it is ended. The first message
// from its parent begins the measured time, the second one ends it, and is answered with the round trips.
import { endWithParent, sendToParent } from "../processes/end-with-parent.js";
import { BARE_CLIENTS, type OpenLoop, PLAIN_LOOPS } from "./loops.js";
import type { PeerProtocol, Reported } from "./plan.js";

/** More than a connection answers in the measured time. */
const MOST = 2_000_000;

endWithParent();
const [protocol, generator, port, connections] = process.argv.slice(2);
const loops = generator === "bare client" ? BARE_CLIENTS : PLAIN_LOOPS;
const openLoop = loops[protocol as PeerProtocol] as OpenLoop;

let measures = false;
let count = 0;
const timesNs = new Float64Array(MOST);

for (let left = Number(connections); left > 0; left--) {
  let sentAt = 0n;
  let send = () => {};
  const next = () => {
    sentAt = process.hrtime.bigint();
    send();
  };
  send = await openLoop(Number(port), () => {
    if (measures && count < MOST) timesNs[count++] = Number(process.hrtime.bigint() - sentAt);
    next();
  });
  next();
}

process.on("message", () => {
  measures = !measures;
  if (measures) return;
  const sorted = timesNs.subarray(0, count).sort();
  const at = (share: number) => (sorted[Math.floor(share * (count - 1))] ?? Number.NaN) / 1_000;
  sendToParent({ p50Us: at(0.5), p99Us: at(0.99) } satisfies Reported);
});
