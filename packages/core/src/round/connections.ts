import type { Link } from "../adapter/contract.js";
import { type Frame, wholeFrame } from "../codec/frame.js";
import { binaryReceipts, type Receipt } from "../codec/receipt.js";
import type { PayloadErrorCode } from "../result/result.js";
import { Exchange, type ExchangeOptions, type SentRecord } from "./exchange.js";

/** How many sequence numbers the hint remembers. A power of two, so that a mask finds the place. */
const HINTS = 2 ** 16;

/** The sender's connections: each a link of its own, with its own exchange. */
export class Connections {
  /** One for each connection; its `onFrame` is the link's. */
  readonly exchanges: readonly Exchange[];
  readonly #links: Link[] = [];
  readonly #free: number[] = [];
  #next = 0;
  #freeFirst = false;
  readonly #options: Omit<ExchangeOptions, "connection" | "onSettled">;
  readonly #receipts: { decode(frame: Uint8Array): Receipt };
  /** Which connection carried a number last; only where one `onFrame` serves them all. */
  readonly #hints = new Uint16Array(HINTS);
  #stray = 0;

  /** Called for each payload that settled; see `ExchangeOptions`. */
  onSettled: (record: SentRecord) => void = () => {};

  constructor(count: number, options: Omit<ExchangeOptions, "connection" | "onSettled">) {
    this.#options = options;
    this.#receipts = options.codec.receipts ?? binaryReceipts;
    this.exchanges = Array.from({ length: count }, (_, connection) => {
      return new Exchange({ ...options, connection, onSettled: (record) => this.#settled(record) });
    });
  }

  /**
   * One `onFrame` for all links, as a listening end has it: finds the connection that waits for the receipt. A receipt that
   * names no payload belongs to the only connection, or to none.
   */
  readonly onFrame = (frame: Uint8Array | Frame): undefined => {
    if (this.exchanges.length === 1) return this.exchanges[0]?.onFrame(frame);
    const acknowledgedAt = this.#options.clock.now();
    let receipt: Receipt;
    try {
      receipt = this.#receipts.decode(wholeFrame(frame));
    } catch {
      this.#stray++;
      return;
    }
    const hinted = this.exchanges[this.#hints[receipt.sequence & (HINTS - 1)] as number];
    const exchange = hinted?.awaits(receipt.sequence)
      ? hinted
      : this.exchanges.find((one) => one.awaits(receipt.sequence));
    if (exchange === undefined) this.#stray++;
    else exchange.take(receipt, acknowledgedAt);
  };

  /** The link of one connection is open. */
  opened(connection: number, link: Link): void {
    this.#links[connection] = link;
  }

  /**
   * A phase begins, and nothing is under way. `in-turn`: each connection carries as many as the others. `free-first`: the one
   * whose payload settled longest ago, so that each has as many under way as the others.
   */
  begin(order: "in-turn" | "free-first"): void {
    this.#freeFirst = order === "free-first" && this.exchanges.length > 1;
    this.#free.length = 0;
    this.#next = 0;
  }

  send(sequence: number, payload: Uint8Array, dueAt: number): void {
    const connection = this.exchanges.length === 1 ? 0 : this.#choose(sequence);
    this.exchanges[connection]?.send(this.#links[connection] as Link, sequence, payload, dueAt);
  }

  get inFlight(): number {
    let sum = 0;
    for (const exchange of this.exchanges) sum += exchange.inFlight;
    return sum;
  }

  get occupied(): number {
    let sum = 0;
    for (const exchange of this.exchanges) sum += exchange.occupied;
    return sum;
  }

  get overdue(): number {
    let sum = 0;
    for (const exchange of this.exchanges) sum += exchange.overdue;
    return sum;
  }

  get lateReplies(): number {
    return this.exchanges.reduce((sum, exchange) => sum + exchange.lateReplies, 0);
  }

  get unexpectedReplies(): number {
    return this.exchanges.reduce((sum, exchange) => sum + exchange.unexpectedReplies, this.#stray);
  }

  /** Nothing gets through any more: all that is under way fails, and all that comes. */
  abandon(code: PayloadErrorCode, message: string): void {
    for (const exchange of this.exchanges) exchange.abandon(code, message);
  }

  close(): void {
    for (const exchange of this.exchanges) exchange.close();
  }

  #choose(sequence: number): number {
    const connection = this.#free.shift() ?? this.#inTurn();
    this.#hints[sequence & (HINTS - 1)] = connection;
    return connection;
  }

  #inTurn(): number {
    const connection = this.#next;
    this.#next = (connection + 1) % this.exchanges.length;
    return connection;
  }

  #settled(record: SentRecord): void {
    if (this.#freeFirst) this.#free.push(record.connection);
    this.onSettled(record);
  }
}
