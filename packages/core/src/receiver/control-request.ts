import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import type { DialTls } from "../tls/link-tls.js";

/** One call of the control API. */
export interface ControlCall {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  readonly signal: AbortSignal;
}

/**
 * HTTP to one receiver, over connections that are kept. Not by `fetch`, which takes no certificate authorities, and does not
 * tell the address of its own end.
 */
export class ControlClient {
  readonly #base: URL;
  readonly #agent: HttpAgent;
  readonly #request: typeof requestHttp;
  #localAddress: string | undefined;

  /** @param tls for an `https` URL */
  constructor(base: string, tls: DialTls | undefined) {
    this.#base = new URL(base);
    const secure = this.#base.protocol === "https:";
    this.#request = secure ? requestHttps : requestHttp;
    this.#agent = secure ? new HttpsAgent({ keepAlive: true, ...tls }) : new HttpAgent({ keepAlive: true });
  }

  /** This end's address on the last connection that answered; undefined before. */
  get localAddress(): string | undefined {
    return this.#localAddress;
  }

  /** Resolves when the head of the answer has come; its body is still to be read. Rejects if none comes. */
  open({ method, path, headers, body, signal }: ControlCall): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
      const url = new URL(this.#base.pathname.replace(/\/$/, "") + path, this.#base);
      const request = this.#request(
        url,
        { method, agent: this.#agent, signal, headers: { ...headers, ...length } },
        (response) => {
          // An IPv4 end of a socket of both families.
          this.#localAddress = response.socket.localAddress?.replace(/^::ffff:/, "") ?? this.#localAddress;
          resolve(response);
        },
      );
      request.once("error", reject);
      request.end(body);
    });
  }

  /** Cuts every connection. */
  close(): void {
    this.#agent.destroy();
  }
}

/** The whole body of an answer. */
export async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
