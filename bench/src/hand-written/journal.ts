/** Stamps of each payload, in nanoseconds. */
const STAMPS = 5;

/** When the encoding of a payload began and ended, in nanoseconds. */
export interface Encoding {
  readonly sentAt: number;
  readonly encodedAt: number;
}

/** The stamps of one phase, and its closed loop: each receipt triggers the next payload. */
export class Journal {
  #stamps: Float64Array;
  #firstSequence = 0;
  #until = Number.POSITIVE_INFINITY;
  #count = 0;
  #sent = 0;
  #acknowledged = 0;
  #sendNext: (sequence: number) => void = () => {};
  #done: () => void = () => {};
  #failed: (error: unknown) => void = () => {};

  /** @param room for how many payloads of a phase to have memory from the start. A phase with more makes its own. */
  constructor(room = 0) {
    // Written once, so that its pages are there.
    this.#stamps = new Float64Array(room * STAMPS).fill(1);
  }

  /** How many payloads the last phase sent. */
  get count(): number {
    return this.#count;
  }

  /**
   * Sends payloads, `inFlight` at a time: `count`, or fewer if a time is over before. Resolves when all are acknowledged.
   * Rejects on `fail`.
   * @param until nothing is sent after this time of the clock of the stamps. Default: no limit.
   */
  run(
    count: number,
    inFlight: number,
    send: (sequence: number) => void,
    until: number = Number.POSITIVE_INFINITY,
  ): Promise<void> {
    this.#firstSequence += this.#count;
    if (count * STAMPS > this.#stamps.length) this.#stamps = new Float64Array(count * STAMPS);
    this.#count = count;
    this.#until = until;
    this.#sent = 0;
    this.#acknowledged = 0;
    this.#sendNext = send;
    return new Promise((resolve, reject) => {
      this.#done = resolve;
      this.#failed = reject;
      while (this.#sent < Math.min(inFlight, count)) send(this.#firstSequence + this.#sent++);
    });
  }

  /** A payload has been encoded. */
  sent(sequence: number, sentAt: number, encodedAt: number): void {
    const at = (sequence - this.#firstSequence) * STAMPS;
    this.#stamps[at] = sentAt;
    this.#stamps[at + 1] = encodedAt;
  }

  /** A receipt has arrived. */
  acknowledged(sequence: number, receivedAt: number, decodedAt: number, acknowledgedAt: number): void {
    const at = (sequence - this.#firstSequence) * STAMPS;
    this.#stamps[at + 2] = receivedAt;
    this.#stamps[at + 3] = decodedAt;
    this.#stamps[at + 4] = acknowledgedAt;
    if (acknowledgedAt >= this.#until) this.#count = this.#sent;
    if (this.#sent < this.#count) this.#sendNext(this.#firstSequence + this.#sent++);
    if (++this.#acknowledged === this.#count) this.#done();
  }

  /** The encoding of a payload of this phase. */
  encodingOf(sequence: number): Encoding {
    const at = (sequence - this.#firstSequence) * STAMPS;
    return { sentAt: this.#at(at), encodedAt: this.#at(at + 1) };
  }

  /** The connection has failed. Rejects the current phase, if any. */
  readonly fail = (error: unknown): void => this.#failed(error);

  /** Nanoseconds from before encoding to after decoding, for each payload. */
  transmissionsNs(): number[] {
    return this.#of((at) => this.#at(at + 3) - this.#at(at));
  }

  /** Nanoseconds from before encoding to the receipt, for each payload. */
  servicesNs(): number[] {
    return this.#of((at) => this.#at(at + 4) - this.#at(at));
  }

  /** Receipts per second, from the first payload to the last receipt. */
  acknowledgedPerSecond(): number {
    const sent = this.#of((at) => this.#at(at));
    const acknowledged = this.#of((at) => this.#at(at + 4));
    const first = sent.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
    const last = acknowledged.reduce((most, time) => Math.max(most, time), 0);
    return (this.#count * 1e9) / (last - first);
  }

  #of(value: (at: number) => number): number[] {
    return Array.from({ length: this.#count }, (_, index) => value(index * STAMPS));
  }

  #at(index: number): number {
    return this.#stamps[index] as number;
  }
}
