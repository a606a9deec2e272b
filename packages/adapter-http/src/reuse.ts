import type { EndDescription, JsonObject } from "@wireduel/core/adapter";
import type { Connection } from "./incoming.js";
import type { StreamForm } from "./stream-form.js";

type Described = { readonly settings: JsonObject; readonly notes: NonNullable<EndDescription["notes"]> };

/** Counts which connections carried the payloads of an upload. */
export class Reuse {
  #connections = 0;
  #payloads = 0;

  /** A payload came. @param first whether it is the first one of its connection */
  count(first: boolean): void {
    this.#payloads++;
    if (first) this.#connections++;
  }

  /** What carried the payloads, as settings and in words. */
  describe(): Described {
    const [connections, payloads] = [this.#connections, this.#payloads];
    const settings = { tcpConnections: connections, requests: payloads };
    if (payloads === 0) return { settings, notes: [] };
    const carried = `${some(payloads, "request")} over ${some(connections, "TCP connection")}`;
    const dialled = connections > 1 && connections === payloads ? ": a new connection for each" : "";
    return { settings, notes: [carried + dialled] };
  }
}

/** Counts what carried the payloads of a push, and their receipts. */
export class PushCounts {
  readonly #form: StreamForm["name"];
  /** Of streams or of receipts. */
  #connections = 0;
  #streams = 0;
  #requests = 0;
  #receipts = 0;

  constructor(form: StreamForm["name"]) {
    this.#form = form;
  }

  /** A stream has opened. */
  stream(connection: Connection): void {
    this.#streams++;
    this.#carries(connection);
  }

  /** A request has brought receipts. */
  receipts(connection: Connection, receipts: number): void {
    // A request without any only shows the secret.
    if (receipts === 0) return;
    this.#requests++;
    this.#receipts += receipts;
    this.#carries(connection);
  }

  #carries(connection: Connection): void {
    if (!connection.carries) this.#connections++;
    connection.carries = true;
  }

  /** The form of the stream and what carried it, as settings and in words. */
  describe(): Described {
    const settings = {
      stream: this.#form,
      tcpConnections: this.#connections,
      streams: this.#streams,
      requests: this.#requests,
      receipts: this.#receipts,
    };
    if (this.#receipts === 0) return { settings, notes: [] };
    const streams = `${some(this.#streams, "stream")} of ${this.#form}`;
    const receipts = `${some(this.#receipts, "receipt")} in ${some(this.#requests, "request")}`;
    return {
      settings,
      notes: [`${streams}, and ${receipts}, over ${some(this.#connections, "TCP connection")}`],
    };
  }
}

function some(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
