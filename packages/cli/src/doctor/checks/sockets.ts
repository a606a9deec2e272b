import { type Finding, findingsOf } from "../finding.js";
import type { Plans, Readings } from "../readings.js";

/** What a process of the run has open besides its connections. */
const FILES_OF_PROCESS = 100;
/** A network emulated between the ends has two sockets for each connection in one process. */
const FILES_PER_CONNECTION = 2;
const LISTENERS_TO_NAME = 8;

/** Whether a process may open as many sockets as the run needs. */
export function checkOpenFiles({ openFiles }: Pick<Readings, "openFiles">, { connections }: Plans): Finding {
  const { ok, unknown, problem } = findingsOf("file descriptors");
  const needed = FILES_OF_PROCESS + FILES_PER_CONNECTION * connections;
  if (openFiles === null) return unknown("the system does not show a limit");
  const limit =
    openFiles === Number.POSITIVE_INFINITY
      ? "no limit"
      : `${openFiles.toLocaleString("en")} for each process`;
  const found =
    `${limit}, and ${needed.toLocaleString("en")} are needed for ` +
    `${connections.toLocaleString("en")} connection${connections === 1 ? "" : "s"}`;
  if (openFiles >= needed) return ok(found);
  return problem({
    found,
    effect: "Connections fail with EMFILE.",
    advice: `Run \`ulimit -n ${needed}\` first. If that is refused, raise the hard limit (limits.conf, LimitNOFILE).`,
  });
}

/** Other programs that wait for connections, and may start to work during a run. */
export function checkListeners({ listeners }: Pick<Readings, "listeners">): Finding {
  const { ok, unknown } = findingsOf("other listeners");
  if (listeners === null) return unknown("the system does not show them");
  const shown = listeners
    .slice(0, LISTENERS_TO_NAME)
    .map(({ port, program }) => (program === null ? `${port}` : `${port} (${program})`));
  const more = listeners.length - shown.length;
  if (shown.length === 0) return ok("none");
  return ok(
    `${listeners.length} TCP port${listeners.length === 1 ? "" : "s"}: ${shown.join(", ")}` +
      `${more > 0 ? ` and ${more} more` : ""}. A run takes free ports, but a request to them would disturb it.`,
  );
}

/** Whether `wireduel receive` could listen on the port that was asked about. */
export function checkPort(
  { portError, listeners }: Pick<Readings, "portError" | "listeners">,
  { port }: Plans,
): Finding | undefined {
  if (port === undefined) return undefined;
  const { ok, problem } = findingsOf("port");
  if (portError === null) return ok(`${port} is free`);
  const owner = listeners?.find((listener) => listener.port === port)?.program ?? null;
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `${port} is in use${owner === null ? "" : ` by ${owner}`}`,
    EACCES: `this user may not listen on ${port}`,
  };
  return problem({
    found: reasons[portError] ?? `nothing can listen on ${port}: ${portError}`,
    effect: "A receiver on this port cannot start.",
    advice: "Choose another port, or end the program that uses it.",
  });
}
