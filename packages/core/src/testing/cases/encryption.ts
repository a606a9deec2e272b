import assert from "node:assert/strict";
import { connect, createServer } from "node:net";
import type { Adapter, Direction } from "../../adapter/contract.js";
import { tcpTarget, withTarget } from "../../network/tcp-url.js";
import { type ConformanceCase, inBothDirections } from "../conformance-case.js";
import { openPair } from "../pair.js";
import { soon, until } from "../waiting.js";

/** Bytes that no handshake contains. */
const SECRET = Buffer.from("the payload must not be readable on the wire".repeat(4));

const notClaimed = ({ supports }: Adapter) => (supports.tls ? undefined : "TLS is not claimed");

/** Encrypted links, if TLS is claimed. */
export const encryption: readonly ConformanceCase[] = [
  ...inBothDirections("encrypts frames, and reports the TLS version and cipher", readsNothing).map((one) => ({
    ...one,
    doesNotApply: (adapter: Adapter) => notClaimed(adapter) ?? one.doesNotApply?.(adapter),
  })),
  {
    name: "refuses a certificate that it does not trust",
    doesNotApply: notClaimed,
    async run(createAdapter) {
      const opening = openPair(createAdapter(), { tls: "untrusted" });
      const outcome = await soon(
        opening.then(
          async (pair) => {
            await pair.close();
            return undefined;
          },
          (error: unknown) => error,
        ),
        "dial's rejection",
      );
      assert(outcome instanceof Error, "dial rejects if it does not trust the certificate");
    },
  },
];

/** A tap between the ends must not be able to read the payload. */
async function readsNothing(adapter: Adapter, direction: Direction): Promise<void> {
  for (const tls of [false, true] as const) {
    const passed: Buffer[] = [];
    const tap = createServer();
    const pair = await openPair(adapter, {
      direction,
      ...(tls ? { tls: "trusted" } : {}),
      async through(url) {
        const target = tcpTarget(url);
        assert(target !== undefined, `an adapter with TLS listens on a TCP port: ${url}`);
        tap.on("connection", (dialling) => {
          const listening = connect(target);
          for (const [from, to] of [
            [dialling, listening],
            [listening, dialling],
          ] as const) {
            from.on("data", (chunk: Buffer) => passed.push(chunk));
            from.on("error", () => to.destroy());
            from.pipe(to);
          }
        });
        await new Promise<void>((resolve) => tap.listen(0, "127.0.0.1", resolve));
        return withTarget(url, { host: "127.0.0.1", port: (tap.address() as { port: number }).port });
      },
    });
    try {
      pair.send([SECRET]);
      await until(
        () => pair.received.length === 1 && pair.replies.length === 1,
        () => `${pair.received.length} frames and ${pair.replies.length} replies arrived`,
      );
      if (tls) {
        // This alone does not prove TLS: a plain link may hide the payload too (a WebSocket client masks it).
        assert(!Buffer.concat(passed).includes(SECRET), "the payload is not readable on the wire");
        const report = pair.dialled.describe?.().tls ?? pair.listener.describe?.().tls;
        assert.match(report?.version ?? "", /^TLSv1\.[23]$/, "an end reports `tls.version` in `describe()`");
        assert.match(
          report?.cipher ?? "",
          /^[A-Z0-9_-]{8,}$/i,
          "an end reports `tls.cipher` in `describe()`",
        );
        assert.equal(passed[0]?.[0], 0x16, "the first byte on the wire begins a TLS handshake");
      } else {
        assert.notEqual(passed[0]?.[0], 0x16, "a link without `tls` does not begin with a TLS handshake");
      }
    } finally {
      await pair.close();
      tap.close();
    }
  }
}
