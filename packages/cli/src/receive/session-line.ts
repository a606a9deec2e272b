import type { ReceiverEvents } from "@wireduel/core";

type Session = Parameters<ReceiverEvents["session-closed"]>[0];

/**
 * What a session received, in one line: `ws (raw): 1,200 payloads, all whole`. Undefined for a pass that only counts bytes
 * on the wire.
 */
export function sessionLine({ adapter, codec, report, ended }: Session): string | undefined {
  const received = receivedIn(report);
  return received && `${adapter} (${codec}): ${received}${WHY[ended]}`;
}

/** What is worth saying about the end of a session. */
const WHY: Readonly<Record<Session["ended"], string>> = {
  closed: "",
  disconnected: "; the sender disconnected",
  silent: "; the sender went silent",
  "server-closed": "",
};

function receivedIn({ phase, counts }: Session["report"]): string | undefined {
  if (phase === null) return undefined;
  if (phase !== "measure") return "ended before the measurement";
  const { received, damaged, undecodable, duplicated, reordered, unchecked } = counts;
  const faults = Object.entries({ damaged, undecodable, duplicated, reordered, unchecked })
    .filter(([, count]) => count > 0)
    .map(([fault, count]) => `${grouped(count)} ${fault}`);
  const payloads = `${grouped(received)} payload${received === 1 ? "" : "s"}`;
  if (received === 0 && faults.length === 0) return payloads;
  return `${payloads}, ${faults.length === 0 ? "all whole" : faults.join(", ")}`;
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}
