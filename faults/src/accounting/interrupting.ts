import { processesBelow, signal } from "../internals.js";
import type { Interruption } from "./scenario.js";

/** How long a frozen process is stopped. */
const FROZEN_MS = 700;

/** An interruption that may happen. */
export interface Interrupting {
  /** The signal for the run. */
  readonly signal: AbortSignal;
  /** Payloads are due from now on. Later calls do nothing. */
  begin(): void;
  /** The run has ended: nothing happens any more. */
  end(): void;
}

/** Interrupts a run some time after it began to measure. */
export function interrupting({ what, afterMs }: Interruption): Interrupting {
  const controller = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  const interrupt = () => {
    if (what === "abort") controller.abort();
    else if (what === "kill a sender") signalFirst("sender-process", "SIGKILL");
    else if (what === "kill the receiver") signalFirst("receiver-process", "SIGKILL");
    else if (what === "freeze the receiver") {
      const thaw = signalFirst("receiver-process", "SIGSTOP");
      timers.push(setTimeout(thaw, FROZEN_MS));
    }
  };
  return {
    signal: controller.signal,
    begin() {
      if (timers.length === 0 && what !== "none") timers.push(setTimeout(interrupt, afterMs));
    },
    end() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** Sends a signal to the first child with this program. Returns a function that lets it go on. */
function signalFirst(program: string, name: "SIGKILL" | "SIGSTOP"): () => void {
  const children = processesBelow(process.pid).filter(({ command }) => command.includes(program));
  const first = children.slice(0, 1);
  signal(first, name);
  return () => signal(first, "SIGCONT");
}
