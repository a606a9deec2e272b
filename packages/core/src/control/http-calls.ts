import { setMaxListeners } from "node:events";
import type { IncomingMessage } from "node:http";
import type { ErrorCode } from "../failure/codes.js";
import { messageOf, WireduelError } from "../failure/wireduel-error.js";
import type { RemoteReceiver } from "../options/receiver-option.js";
import { dialTls } from "../tls/end-tls.js";
import type { CallApi } from "./call-api.js";
import { httpFailure } from "./http-failure.js";
import { answerOf, BEARER, contractOf, failureOf, kindsOf, requestOf } from "./http-message.js";
import { HttpClient, readBody } from "./http-request.js";
import { CONTRACT_VERSION, CORE_VERSION } from "./identity.js";

/** The largest answer of a receiver is a report with 10,000 damaged payloads, which has a fifth of this. */
export const MOST_ANSWER_BYTES: number = 2 ** 20;

type Request = Pick<Parameters<HttpClient["open"]>[0], "method" | "path" | "body" | "headers">;

/** The calls to a server. Calls have no timeout. `close` aborts open calls. */
export class HttpCalls {
  /** The server's URL, without a trailing slash. */
  readonly base: string;
  /** The error code of calls that get no answer. */
  whenUnanswered: ErrorCode;
  readonly #api: CallApi;
  readonly #client: HttpClient;
  readonly #authorization: Readonly<Record<string, string>>;
  readonly #closing = new AbortController();

  constructor({ url, token, tls }: RemoteReceiver, api: CallApi) {
    this.base = url.replace(/\/$/, "");
    this.#api = api;
    this.whenUnanswered = api.unreachable;
    this.#client = new HttpClient(this.base, tls === null ? undefined : dialTls(tls, { url }));
    this.#authorization = token === undefined ? {} : { authorization: `${BEARER}${token}` };
    // Each request adds a handler. From the eleventh on, Node would warn of a leak.
    setMaxListeners(0, this.#closing.signal);
  }

  /** This end's address on the last connection that got an answer. Undefined before the first answer. */
  get localAddress(): string | undefined {
    return this.#client.localAddress;
  }

  get closed(): boolean {
    return this.#closing.signal.aborted;
  }

  /**
   * Calls the server.
   * @throws WireduelError the server's error, or `whenUnanswered` if there is no answer, or the code of the API for an
   *   unreachable server if it answers other calls than these
   */
  async call(name: string, argument: object): Promise<unknown> {
    const response = await this.open({ method: "POST", ...requestOf(this.#api, name, argument) });
    const { mostAnswerBytes = MOST_ANSWER_BYTES } = kindsOf(this.#api, name);
    const answer = await readBody(response, mostAnswerBytes).catch((error: unknown) => {
      if (error instanceof RangeError)
        throw this.#another(`its answer is too large: ${error.message}`, error);
      const message = `the answer of ${this.base} was cut off: ${messageOf(error)}`;
      throw new WireduelError(this.whenUnanswered, message, { cause: error });
    });
    const contract = name === "identify" ? contractOf(answer) : undefined;
    if (contract !== undefined && contract !== CONTRACT_VERSION) {
      throw this.#otherContract(`has contract ${contract}`);
    }
    try {
      return answerOf(this.#api, name, answer);
    } catch (error) {
      throw this.#another(messageOf(error), error);
    }
  }

  /**
   * Sends a request. Resolves when the head of a successful response has arrived. The caller must read its
   * body.
   * @throws WireduelError as `call` does
   */
  async open(request: Request): Promise<IncomingMessage> {
    const headers = { ...this.#authorization, ...request.headers };
    let response: IncomingMessage;
    try {
      response = await this.#client.open({ ...request, headers, signal: this.#closing.signal });
    } catch (error) {
      const message = `no ${this.#api.who} answers at ${this.base}: ${this.reasonOf(error)}`;
      throw new WireduelError(this.whenUnanswered, message, { cause: error });
    }
    if ((response.statusCode ?? 0) >= 300) throw await this.#refusal(response);
    return response;
  }

  /** Why a request failed, in one line. */
  reasonOf(error: unknown): string {
    const secure = this.base.startsWith("https:");
    return httpFailure(error, { secure, answered: this.#client.localAddress !== undefined });
  }

  /** Aborts open calls and closes every connection. */
  close(): void {
    this.#closing.abort();
    this.#client.close();
  }

  async #refusal(response: IncomingMessage): Promise<WireduelError> {
    try {
      const { code, message } = failureOf(await readBody(response, MOST_ANSWER_BYTES));
      // Before contract 4, the paths of the control API were others.
      if (response.statusCode === 404 && code === "INVALID_OPTION")
        throw this.#otherContract("has an older one");
      return new WireduelError(code, `${message} (${this.#api.who} ${this.base})`);
    } catch (error) {
      if (error instanceof WireduelError && error.code === "CONTRACT_MISMATCH") return error;
      return this.#another(`HTTP ${response.statusCode}`, error);
    }
  }

  #otherContract(how: string): WireduelError {
    const message = `this end has contract ${CONTRACT_VERSION} (@wireduel/core ${CORE_VERSION}), but ${this.base} ${how}`;
    return new WireduelError("CONTRACT_MISMATCH", `${message}; use the same version at both ends`);
  }

  /** Something else answers. */
  #another(how: string, cause: unknown): WireduelError {
    const { who, unreachable } = this.#api;
    const message = `${this.base} does not answer as a Wireduel ${who} does (${how})`;
    return new WireduelError(unreachable, message, { cause });
  }
}
