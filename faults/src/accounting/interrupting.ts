import { processesBelow } from "../internals.js";
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
    else if (what === "kill a sender") signal("sender-process", "SIGKILL");
    else if (what === "kill the receiver") signal("receiver-process", "SIGKILL");
    else if (what === "freeze the receiver") {
      const thaw = signal("receiver-process", "SIGSTOP");
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
function signal(program: string, name: "SIGKILL" | "SIGSTOP"): () => void {
  const child = processesBelow(process.pid).find(({ command }) => command.includes(program));
  if (child === undefined) return () => {};
  send(child.pid, name);
  return () => send(child.pid, "SIGCONT");
}

/** The process may have ended. */
function send(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
