import { systemClock } from "../../clock/clock.js";
import { intersect } from "../../clock/clock-offset.js";
import { relateClocks } from "../../clock/clock-relation.js";
import { exchangeStamps, FEW_EXCHANGES } from "../../clock/exchange-stamps.js";
import type { ClockStamps, EndIdentity } from "../../control/control-types.js";
import type { ClockReading } from "./join-types.js";

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
  const exchanges = await exchangeStamps(systemClock, FEW_EXCHANGES, stampClock);
  const relation = relateClocks(sender.clock, run.clock, exchanges);
  return { ...relation, offset: intersect(exchanges) ?? null };
}
