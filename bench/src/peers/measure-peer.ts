import { forkAndWait, withChild } from "../processes/fork-and-wait.js";
import { measureFromOutside } from "./outside.js";
import { CONNECTIONS, type PeerNumbers, type PeerTask, type Reported, WARMUP_MESSAGES } from "./plan.js";
import { runTool } from "./tools.js";

const SERVER = new URL("server-process.js", import.meta.url);
const LOOP = new URL("loop-process.js", import.meta.url);
const WIREDUEL = new URL("wireduel-process.js", import.meta.url);
const TIMEOUT_MS = 60_000;

/** One measurement in fresh processes, over loopback. `installed`: the folder with the tools. */
export async function measurePeer(
  { protocol, trial, generator }: PeerTask,
  installed: string,
  signal: AbortSignal,
): Promise<PeerNumbers> {
  const common = { timeoutMs: TIMEOUT_MS, signal };
  if (generator === "Wireduel") {
    return forkAndWait(WIREDUEL, { ...common, name: "Wireduel", args: [protocol, trial] });
  }
  return withChild(SERVER, { ...common, name: "the server", args: [protocol] }, async (server) => {
    const port = (await server.next()) as number;
    if (generator === "Artillery" || generator === "autocannon") {
      return runTool(generator, { trial, installed, server, port, signal });
    }
    const args = [protocol, generator, String(port), String(CONNECTIONS[trial])];
    return withChild(LOOP, { ...common, name: generator, args }, async (loop) => {
      const outside = await measureFromOutside(server, loop.processId, signal, {
        warmup: WARMUP_MESSAGES,
        atEnds: () => loop.send({}),
      });
      const reported = (await loop.next()) as Reported;
      return { ...outside, ...(trial === "latency" ? reported : { p50Us: null, p99Us: null }) };
    });
  });
}
