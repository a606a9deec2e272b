import assert from "node:assert/strict";
import { codecsOf } from "../../adapter/define-adapter.js";
import { WireduelError } from "../../failure/wireduel-error.js";
import { type ConformanceCase, inlineOnly } from "../conformance-case.js";
import { openInProcess } from "../open-in-process.js";
import { numberedFrame } from "../pair.js";

/** An adapter's name, options, codecs and claims. */
export const claims: readonly ConformanceCase[] = [
  {
    name: "names itself, its codecs and its claims",
    withoutListening: true,
    async run(createAdapter) {
      const { protocol, supports } = createAdapter();
      assert.match(protocol.name, /^[a-z0-9-]+$/, "`name` is made of a-z, 0-9 and -");
      assert.equal(typeof supports.push, "boolean", "`supports.push` is true or false");
      assert.equal(typeof supports.ordered, "boolean", "`supports.ordered` is true or false");
      const names = codecsOf(protocol).map((codec) => codec.name);
      assert.equal(new Set(names).size, names.length, `codec names differ: ${names}`);
    },
  },
  {
    name: "refuses an unknown option before a socket opens",
    withoutListening: true,
    async run(createAdapter) {
      const option = "noSuchOption";
      assert.throws(
        () => createAdapter({ [option]: 1 }),
        (error: unknown) => {
          assert(
            error instanceof Error && error.message.includes(option),
            "the error's message names the option",
          );
          if (error instanceof WireduelError) assert.equal(error.code, "INVALID_OPTION");
          return true;
        },
        "an unknown option must throw, not be ignored",
      );
    },
  },
  {
    name: "has options that survive JSON",
    withoutListening: true,
    async run(createAdapter) {
      const { options } = createAdapter();
      assert.deepEqual(JSON.parse(JSON.stringify(options)), options, "`options` equals its JSON round trip");
    },
  },
  {
    name: "is made again from its module by another process",
    doesNotApply: inlineOnly,
    async run(createAdapter) {
      const { receiver, close } = await openInProcess(createAdapter());
      assert.equal(receiver.kind, "process", "the session opened in another process");
      await close();
    },
  },
  {
    name: "has codecs whose messages and receipts come back as they were",
    withoutListening: true,
    async run(createAdapter) {
      const adapter = createAdapter();
      for (const codec of new Set([adapter.codec, ...codecsOf(adapter.protocol)])) {
        for (const bytes of [0, 1, 1_000]) {
          const payload = bytes === 0 ? new Uint8Array(0) : numberedFrame(7, bytes).subarray(0, bytes);
          const sequence = 4_000_000_000 + bytes;
          const message = codec.decode(Buffer.concat(codec.encode({ sequence, payload })));
          assert.equal(message.sequence, sequence, `${codec.name}: sequence number`);
          assert.deepEqual(
            Buffer.from(message.payload),
            Buffer.from(payload),
            `${codec.name}: payload of ${bytes} bytes`,
          );
        }
        const receipts = codec.receipts;
        if (receipts === undefined) continue;
        const receipt = {
          sequence: 9,
          status: "decoded",
          receivedAt: 123_456_789_012,
          decodedAt: 123_456_999_012,
        } as const;
        assert.deepEqual(
          receipts.decode(Buffer.concat(receipts.encode(receipt))),
          receipt,
          `${codec.name}: receipt`,
        );
      }
    },
  },
];
