import type { EndDescription, JsonObject } from "@wireduel/core/adapter";

/** Counts which connections carried payloads. */
export class Reuse {
  /** Payloads of each connection that carried one. */
  #connections = 0;
  #payloads = 0;

  /** A payload came. @param first whether it is the first one of its connection */
  count(first: boolean): void {
    this.#payloads++;
    if (first) this.#connections++;
  }

  /** What carried the payloads, as settings and in words. */
  describe(): { readonly settings: JsonObject; readonly notes: NonNullable<EndDescription["notes"]> } {
    const [connections, payloads] = [this.#connections, this.#payloads];
    const settings = { tcpConnections: connections, requests: payloads };
    if (payloads === 0) return { settings, notes: [] };
    const carried = `${payloads} ${payloads === 1 ? "request" : "requests"} over ${connections} TCP ${
      connections === 1 ? "connection" : "connections"
    }`;
    const dialled = connections > 1 && connections === payloads ? ": a new connection for each" : "";
    return { settings, notes: [carried + dialled] };
  }
}
