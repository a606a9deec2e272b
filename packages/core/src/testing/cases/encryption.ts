import assert from "node:assert/strict";
import type { Adapter, Direction } from "../../adapter/contract.js";
import { assertTlsReport } from "../assert-tls-report.js";
import { type ConformanceCase, inBothDirections, unless, withoutTls } from "../conformance-case.js";
import { openPair, type Pair } from "../pair.js";
import { type CaseRelay, startCaseRelay } from "../relay.js";
import { readServerHello } from "../server-hello.js";
import { soon, until } from "../waiting.js";

/** Bytes that no handshake contains. */
const SECRET = Buffer.from("the payload must not be readable on the wire".repeat(4));
const HANDSHAKE = 0x16;

/** Encrypted links, if TLS is claimed. */
export const encryption: readonly ConformanceCase[] = unless(withoutTls, [
  ...inBothDirections("encrypts frames, and reports the TLS version and cipher", readsNothing),
  ...inBothDirections("refuses a certificate that it does not trust", async (adapter, direction) => {
    const opening = openPair(adapter, { direction, tls: "untrusted" });
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
  }),
]);

/** A relay between the ends must not be able to read the payload. */
async function readsNothing(adapter: Adapter, direction: Direction): Promise<void> {
  for (const tls of [false, true] as const) {
    const passed: Buffer[] = [];
    const answered: Buffer[] = [];
    let relay: CaseRelay | undefined;
    const pair = await openPair(adapter, {
      direction,
      ...(tls ? { tls: "trusted" } : {}),
      async through(url) {
        relay = await startCaseRelay(url, {
          watch(chunk, from) {
            passed.push(chunk);
            if (from === "listening") answered.push(chunk);
            return chunk;
          },
        });
        return relay.url;
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
        assert.equal(passed[0]?.[0], HANDSHAKE, "the first byte on the wire begins a TLS handshake");
        assertReports(pair, Buffer.concat(answered));
      } else {
        assert.notEqual(passed[0]?.[0], HANDSHAKE, "a link without `tls` begins with a TLS handshake");
      }
    } finally {
      await pair.close();
      await relay?.close();
    }
  }
}

/** At least one end must report what was negotiated, and none may report anything else. */
function assertReports({ dialled, listener }: Pair, answered: Buffer): void {
  const reports = [dialled, listener].flatMap((end) => end.describe?.().tls ?? []);
  assert(reports.length > 0, "an end reports `tls` in `describe()`");
  const negotiated = readServerHello(answered);
  for (const report of reports) assertTlsReport(report, "an end");
  for (const { version, cipher } of reports) {
    if (negotiated === undefined) continue;
    assert.equal(version, negotiated.version, "`tls.version` is the version that was negotiated");
    if (negotiated.cipher === undefined) continue;
    assert.equal(cipher, negotiated.cipher, "`tls.cipher` is the cipher suite that was negotiated");
  }
}
