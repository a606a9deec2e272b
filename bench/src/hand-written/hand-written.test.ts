import { codecs } from "@wireduel/core/adapter";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binaryReceipts } from "../internals.js";
import { comparePayloads } from "./compare-payloads.js";
import { Journal } from "./journal.js";
import { withHandWritten } from "./run-hand-written.js";
import { encodeReceipt, HEADER_BYTES, readHeader, splitMessages, writeHeader } from "./wire-format.js";

describe("receipts and headers", () => {
  it("are the bytes that core writes", () => {
    const receipt = { sequence: 7, status: "decoded", receivedAt: 1.5e15, decodedAt: 1.6e15 } as const;
    expect([encodeReceipt(7, 1.5e15, 1.6e15)]).toEqual(binaryReceipts.encode(receipt));

    const header = Buffer.alloc(HEADER_BYTES);
    writeHeader(header, 0, 2 ** 32 + 5);
    expect(codecs.raw.encode({ sequence: 2 ** 32 + 5, payload: Buffer.alloc(0) })[0]).toEqual(header);
    expect(readHeader(header, 0)).toBe(2 ** 32 + 5);
  });
});

describe("splitMessages", () => {
  it("finds the messages, however the stream is cut", () => {
    const message = fc.uint8Array({ maxLength: 40 });
    fc.assert(
      fc.property(
        fc.array(message),
        fc.array(fc.nat(60)),
        fc.constantFrom(4, 5),
        (messages, cuts, prefixBytes) => {
          const stream = Buffer.concat(
            messages.flatMap((bytes) => {
              const prefix = Buffer.alloc(prefixBytes);
              prefix.writeUInt32BE(bytes.length, prefixBytes - 4);
              return [prefix, bytes];
            }),
          );
          const found: Buffer[] = [];
          const split = splitMessages(prefixBytes, (one) => found.push(one));
          let at = 0;
          for (const length of [...cuts, stream.length]) {
            split(stream.subarray(at, at + length));
            at = Math.min(stream.length, at + length);
          }
          expect(found.map((one) => [...one])).toEqual(messages.map((one) => [...one]));
        },
      ),
    );
  });
});

describe("comparePayloads", () => {
  it("finds each payload that differs from the first one, in a later turn", async () => {
    let damaged = 0;
    const take = comparePayloads(() => damaged++);
    for (const text of ["whole", "whole", "whOle", "whole", "who"]) take(Buffer.from(text));
    expect(damaged).toBe(0);
    await new Promise(setImmediate);
    expect(damaged).toBe(2);
    take(Buffer.from("other"));
    await new Promise(setImmediate);
    expect(damaged).toBe(3);
  });

  it("is refused for a loop that cannot", async () => {
    const order = { library: "grpc", keepsMemory: true, compares: true } as const;
    await expect(withHandWritten(order, new Journal(), async () => {})).rejects.toThrow("got grpc");
  });
});

describe("Journal", () => {
  it("keeps `inFlight` payloads in flight, and continues the numbers of the previous phase", async () => {
    const journal = new Journal();
    const underWay = new Set<number>();
    let most = 0;
    const acknowledge = (sequence: number) => {
      underWay.delete(sequence);
      journal.acknowledged(sequence, 30, 40, 100 + sequence * 10);
    };
    const send = (sequence: number) => {
      underWay.add(sequence);
      most = Math.max(most, underWay.size);
      journal.sent(sequence, 10, 20);
      queueMicrotask(() => acknowledge(sequence));
    };
    await journal.run(5, 3, send);
    expect(most).toBe(3);
    await journal.run(2, 1, send);
    expect(journal.transmissionsNs()).toEqual([30, 30]);
    expect(journal.servicesNs()).toEqual([140, 150]);
    // From the stamp of the first payload to that of the last receipt: 150 ns.
    expect(journal.acknowledgedPerSecond()).toBeCloseTo(2e9 / 150, 3);
  });

  it("sends nothing after its time, and waits for what is under way", async () => {
    const journal = new Journal(10);
    const sent: number[] = [];
    const send = (sequence: number) => {
      sent.push(sequence);
      journal.sent(sequence, 0, 0);
      queueMicrotask(() => journal.acknowledged(sequence, 1, 1, 10 * (sequence + 1)));
    };
    await journal.run(10, 2, send, 35);
    // The receipts at 10, 20 and 30 have each sent another one.
    expect(sent).toEqual([0, 1, 2, 3, 4]);
    expect(journal.count).toBe(5);
    expect(journal.servicesNs()).toEqual([10, 20, 30, 40, 50]);
  });

  it("rejects the phase when the connection fails", async () => {
    const journal = new Journal();
    const running = journal.run(1, 1, () => {});
    journal.fail(new Error("gone"));
    await expect(running).rejects.toThrow("gone");
  });
});
