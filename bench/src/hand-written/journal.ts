/** Stamps of each payload, in nanoseconds. */
const STAMPS = 5;

/** The stamps of one phase, and its closed loop: each receipt triggers the next payload. */
export class Journal {
  #stamps = new Float64Array(0);
  #firstSequence = 0;
  #count = 0;
  #sent = 0;
  #acknowledged = 0;
  #sendNext: (sequence: number) => void = () => {};
  #done: () => void = () => {};
  #failed: (error: unknown) => void = () => {};

  /** Sends `count` payloads, `inFlight` at a time. Resolves when all are acknowledged. Rejects on `fail`. */
  run(count: number, inFlight: number, send: (sequence: number) => void): Promise<void> {
    this.#firstSequence += this.#count;
    this.#stamps = new Float64Array(count * STAMPS);
    this.#count = count;
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
    if (this.#sent < this.#count) this.#sendNext(this.#firstSequence + this.#sent++);
    if (++this.#acknowledged === this.#count) this.#done();
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

  /** Receipts per second, from the first to the last. */
  acknowledgedPerSecond(): number {
    const times = this.#of((at) => this.#at(at + 4));
    const first = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
    const last = times.reduce((most, time) => Math.max(most, time), 0);
    return ((times.length - 1) * 1e9) / (last - first);
  }

  #of(value: (at: number) => number): number[] {
    return Array.from({ length: this.#count }, (_, index) => value(index * STAMPS));
  }

  #at(index: number): number {
    return this.#stamps[index] as number;
  }
}
