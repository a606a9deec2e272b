import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NS_PER_MS } from "../clock/clock.js";
import { exchangeRig, outcomes } from "./fixtures/exchange-rig.js";

describe("an Exchange over several connections", () => {
  it("sends over each connection in turn", () => {
    const { send, sent, reply } = exchangeRig({ connections: 3 });
    for (const sequence of [0, 1, 2]) send(sequence);
    reply(2, 2);
    for (const sequence of [3, 4]) send(sequence);
    expect(sent.map(({ connection }) => connection)).toEqual([0, 1, 2, 0, 1]);
  });

  it("sends over the connection that has been free for longest with free-first", () => {
    const { exchange, sink, send, sent, reply, settled } = exchangeRig({ connections: 3 });
    exchange.begin(sink, "free-first");
    for (const sequence of [0, 1, 2]) send(sequence);
    reply(2, 2);
    reply(0, 0);
    for (const sequence of [3, 4]) send(sequence);
    reply(1, 1);
    send(5);
    expect(sent.map(({ connection }) => connection)).toEqual([0, 1, 2, 2, 0, 1]);
    expect(settled.map(({ connection }) => connection)).toEqual([2, 0, 1]);
  });

  it("frees a connection when its payload fails", async () => {
    const { exchange, sink, clock, send, sent } = exchangeRig({ connections: 2 });
    exchange.begin(sink, "free-first");
    send(0);
    await clock.advance(500);
    send(1);
    await clock.advance(700);
    send(2);
    expect(sent.map(({ connection }) => connection)).toEqual([0, 1, 0]);
  });

  it("begins each phase with the first connection", () => {
    const { exchange, sink, send, sent, reply } = exchangeRig({ connections: 2 });
    exchange.begin(sink, "free-first");
    send(0);
    send(1);
    reply(1, 1);
    reply(0, 0);
    exchange.begin(sink, "in-turn");
    send(2);
    expect(sent.at(-1)).toEqual({ connection: 0, sequence: 2 });
  });

  it("ignores a receipt over another connection than the payload's", () => {
    const { send, reply, settled, exchange } = exchangeRig({ connections: 2 });
    send(0);
    reply(0, 1);
    expect([settled.length, exchange.unexpectedReplies, exchange.inFlight]).toEqual([0, 1, 1]);
    reply(0, 0);
    expect(outcomes(settled)).toEqual([[0, null]]);
  });

  it("uses one timeout timer for all connections", async () => {
    const { clock, send, settled } = exchangeRig({ connections: 3 });
    for (const sequence of [0, 1, 2]) send(sequence);
    expect(clock.waiting).toBe(1);
    await clock.advance(2_000);
    expect(settled.map(({ connection }) => connection)).toEqual([0, 1, 2]);
  });
});

const operation = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: "send" } as const) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("reply" as const),
      back: fc.nat(6),
      connection: fc.nat(2),
      /** Usually over the payload's own connection. */
      own: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("undecodable" as const), connection: fc.nat(2) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.constantFrom(100, 600, 1_100) }),
  },
);
const scenario = fc.record({
  connections: fc.integer({ min: 1, max: 3 }),
  ordered: fc.boolean(),
  order: fc.constantFrom("in-turn" as const, "free-first" as const),
  operations: fc.array(operation, { maxLength: 60, size: "max" }),
});

/** The expected counts of an exchange, computed slowly from lists. */
class Expected {
  readonly inFlight = new Map<number, number>();
  readonly overdue: number[][];
  late = 0;
  unexpected = 0;
  readonly #ordered: boolean;

  constructor(connections: number, ordered: boolean) {
    this.#ordered = ordered;
    this.overdue = Array.from({ length: connections }, () => []);
  }

  get overdueCount(): number {
    return this.overdue.reduce((sum, { length }) => sum + length, 0);
  }

  timedOut(sequence: number): void {
    this.#overdueOf(this.inFlight.get(sequence) as number).push(sequence);
    this.inFlight.delete(sequence);
  }

  reply(sequence: number, connection: number): void {
    if (this.inFlight.get(sequence) === connection) {
      this.inFlight.delete(sequence);
      const overdue = this.#overdueOf(connection);
      overdue.splice(0, this.#ordered ? overdue.length : 1);
    } else if (this.#overdueOf(connection).includes(sequence)) this.#late(sequence, connection);
    else this.unexpected++;
  }

  undecodable(connection: number): void {
    const underWay = [...this.inFlight].filter(([, of]) => of === connection).map(([sequence]) => sequence);
    const candidates = [...this.#overdueOf(connection), ...underWay];
    const [oldest] = candidates;
    if (oldest === undefined || (!this.#ordered && candidates.length > 1)) this.unexpected++;
    else if (this.inFlight.has(oldest)) this.inFlight.delete(oldest);
    else this.#late(oldest, connection);
  }

  #late(sequence: number, connection: number): void {
    const overdue = this.#overdueOf(connection);
    overdue.splice(overdue.indexOf(sequence), 1);
    this.late++;
  }

  #overdueOf(connection: number): number[] {
    return this.overdue[connection] as number[];
  }
}

describe("the running counters of an Exchange", () => {
  it("equal recomputed counts after any sequence of events", async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ({ connections, ordered, order, operations }) => {
        const rig = exchangeRig({ connections, ordered });
        const { exchange, clock, sent } = rig;
        const expected = new Expected(connections, ordered);
        const settled = new Set<number>();
        const settle = { settled: rig.sink.settled };
        exchange.begin(
          {
            settled(sample) {
              settle.settled(sample);
              expect(settled.has(sample.sequence)).toBe(false);
              settled.add(sample.sequence);
              if (sample.error?.code !== "PAYLOAD_TIMEOUT") return;
              expect(clock.now() - sample.sentAt).toBeGreaterThanOrEqual(1_000 * NS_PER_MS);
              expected.timedOut(sample.sequence);
            },
          },
          order,
        );
        for (const one of operations) {
          if (one.kind === "send") {
            rig.send(sent.length);
            const { sequence, connection } = sent.at(-1) as (typeof sent)[number];
            expected.inFlight.set(sequence, connection);
          } else if (one.kind === "reply") {
            // Usually one of the last, which are in flight or overdue.
            const sequence = Math.max(0, sent.length - 1 - one.back);
            const own = one.own ? sent[sequence]?.connection : undefined;
            const connection = own ?? one.connection % connections;
            expected.reply(sequence, connection);
            rig.reply(sequence, connection);
          } else if (one.kind === "undecodable") {
            expected.undecodable(one.connection % connections);
            rig.undecodable(one.connection % connections);
          } else await clock.advance(one.ms);
          expect([exchange.inFlight, exchange.overdue]).toEqual([
            expected.inFlight.size,
            expected.overdueCount,
          ]);
          expect(exchange.occupied).toBe(exchange.inFlight + exchange.overdue);
          expect([exchange.lateReplies, exchange.unexpectedReplies]).toEqual([
            expected.late,
            expected.unexpected,
          ]);
          expect(settled.size + exchange.inFlight).toBe(sent.length);
          expect(clock.waiting).toBeLessThanOrEqual(1);
        }
        exchange.stop({ code: "ABORTED", message: "end" });
        expect([settled.size, exchange.inFlight, clock.waiting]).toEqual([sent.length, 0, 0]);
      }),
      { numRuns: 300 },
    );
  });
});
