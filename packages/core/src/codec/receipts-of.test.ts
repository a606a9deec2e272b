import { describe, expect, it } from "vitest";
import { builtInCodecs } from "./built-in.js";
import { joinFrame } from "./frame.js";
import { raw } from "./raw.js";
import { binaryReceipts, type Receipt } from "./receipt.js";
import { receiptsOf } from "./receipts-of.js";

const receipt: Receipt = { sequence: 7, status: "decoded", receivedAt: 1, decodedAt: 2 };
const payload = Uint8Array.from({ length: 3_000 }, (_, index) => index);

describe.each(builtInCodecs.map((codec) => [codec.name, codec] as const))("receiptsOf %s", (_, codec) => {
  const receipts = receiptsOf(codec);

  it("is the binary receipt without a payload", () => {
    expect(joinFrame(receipts.encode(receipt))).toEqual(joinFrame(binaryReceipts.encode(receipt)));
    expect(receipts.decode(joinFrame(receipts.encode(receipt)))).toEqual(receipt);
  });

  it("carries a payload, whole and in any parts", () => {
    const whole = joinFrame(receipts.encode({ ...receipt, payload }));
    const check = (decoded: Receipt | undefined) => {
      expect(decoded).toMatchObject(receipt);
      expect(Buffer.compare(decoded?.payload ?? new Uint8Array(0), payload)).toBe(0);
    };
    check(receipts.decode(whole));
    for (const cut of [1, 25, 33, 1_000]) {
      check(receipts.decodeParts?.([whole.subarray(0, cut), whole.subarray(cut)]));
    }
    check(receipts.decodeParts?.(receipts.encode({ ...receipt, payload })));
  });
});

it("copies no large payload of raw, neither to encode nor to decode", () => {
  const receipts = receiptsOf(raw);
  const frame = receipts.encode({ ...receipt, payload });
  expect(frame.at(-1)).toBe(payload);
  expect(receipts.decodeParts?.(frame).payload).toBe(payload);
});

it("uses the receipt without a payload again, and no other one", () => {
  const receipts = receiptsOf(raw);
  const [first, second] = [receipt, { ...receipt, sequence: 8 }].map((one) =>
    joinFrame(receipts.encode(one)),
  );
  const reused = receipts.decode(first as Uint8Array);
  expect(receipts.decode(second as Uint8Array)).toBe(reused);
  expect(reused).toEqual({ ...receipt, sequence: 8 });
  const withBytes = receipts.decode(joinFrame(receipts.encode({ ...receipt, payload })));
  expect(withBytes).not.toBe(reused);
  expect(receiptsOf(raw).decode(first as Uint8Array)).not.toBe(reused);
});
