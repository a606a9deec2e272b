import { systemClock } from "../../clock/clock.js";
import { type ClockExchange, intersect } from "../../clock/clock-offset.js";
import { relateClocks } from "../../clock/clock-relation.js";
import type { ClockStamps, EndIdentity } from "../../control/control-types.js";
import type { ClockReading } from "./join-types.js";

/** Their intersection is about as wide as the fastest request and reply together. */
const EXCHANGES = 16;

/** The two ends whose clocks are compared. */
export interface ComparedEnds {
  readonly sender: EndIdentity;
  readonly run: EndIdentity;
}

/** Compares the clock of this process with that of the run. The connection should be idle. */
export async function compareClocks(
  { sender, run }: ComparedEnds,
  stampClock: () => Promise<ClockStamps>,
): Promise<ClockReading> {
  const exchanges: ClockExchange[] = [];
  for (let number = 0; number < EXCHANGES; number++) {
    const t1 = systemClock.now();
    const { receivedAt: t2, sentAt: t3 } = await stampClock();
    exchanges.push({ t1, t2, t3, t4: systemClock.now() });
  }
  const relation = relateClocks(sender.clock, run.clock, exchanges);
  return { ...relation, offset: intersect(exchanges) ?? null };
}
