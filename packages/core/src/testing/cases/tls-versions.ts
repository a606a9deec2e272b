import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { connect, createServer, type TLSSocket } from "node:tls";
import type { Adapter, Direction } from "../../adapter/contract.js";
import { withTarget } from "../../network/tcp-url.js";
import type { TlsVersion } from "../../tls/tls-settings.js";
import { type ConformanceCase, inBothDirections, unless, withoutTls } from "../conformance-case.js";
import { certificates, dialsWith, listensWith } from "../encrypted-ends.js";
import { withEnds } from "../ends.js";
import { dial, senderContext } from "../open-ends.js";
import { needsTcpTarget } from "../tcp-ports.js";
import { soon } from "../waiting.js";

/** A minimum, and whether an end accepts TLS 1.2 then. */
const MINIMA: readonly (readonly [minVersion: TlsVersion, accepts12: boolean])[] = [
  ["TLSv1.2", true],
  ["TLSv1.3", false],
];

/** The oldest TLS version that each end accepts. */
export const tlsVersions: readonly ConformanceCase[] = unless(withoutTls, [
  ...inBothDirections("keeps the minimum TLS version when it listens", listensWithMinimum),
  {
    name: "keeps the minimum TLS version when it dials",
    run: (createAdapter) => dialsWithMinimum(createAdapter()),
  },
]);

async function listensWithMinimum(adapter: Adapter, direction: Direction): Promise<void> {
  const { host } = await certificates();
  for (const [minVersion, accepts12] of MINIMA) {
    const listen = await listensWith({ ...host, minVersion });
    await withEnds(adapter, { direction, tls: { listen } }, async ({ endpoint }) => {
      const target = needsTcpTarget(endpoint.url);
      const client = connect({ ...target, ca: host.cert, maxVersion: "TLSv1.2" });
      const accepted = await soon(outcomeOf(client), "a TLS handshake");
      client.destroy();
      assert.equal(
        accepted,
        accepts12,
        `with \`minVersion: "${minVersion}"\`: a client with TLS 1.2 was accepted`,
      );
    });
  }
}

/** Whether the handshake of a client ends well. */
function outcomeOf(client: TLSSocket): Promise<boolean> {
  return new Promise<boolean>((resolve) => {
    client.once("secureConnect", () => resolve(true));
    client.once("error", () => resolve(false));
    client.once("close", () => resolve(false));
  });
}

async function dialsWithMinimum(adapter: Adapter): Promise<void> {
  const { host } = await certificates();
  let encryptedUrl = "";
  const tls = { listen: await listensWith(host) };
  await withEnds(adapter, { tls }, async ({ endpoint }) => {
    encryptedUrl = endpoint.url;
  });
  for (const [minVersion, accepts12] of MINIMA) {
    const old = createServer({ ...host, maxVersion: "TLSv1.2" });
    const held = new Set<TLSSocket>();
    const controller = new AbortController();
    const accepted = new Promise<boolean>((resolve) => {
      old.once("tlsClientError", () => resolve(false));
      old.once("secureConnection", (socket) => {
        held.add(socket.on("error", () => {}));
        resolve(true);
      });
    });
    await new Promise<void>((resolve) => old.listen(0, "127.0.0.1", resolve));
    const { port } = old.address() as AddressInfo;
    const url = withTarget(encryptedUrl, { host: "127.0.0.1", port });
    const context = senderContext(adapter, controller.signal);
    const dialling = dial(adapter, { url }, { ...context, tls: dialsWith({ ca: host.cert, minVersion }) });
    // Nothing answers after the handshake.
    dialling.catch(() => {});
    try {
      const what = `with \`minVersion: "${minVersion}"\`: a server with TLS 1.2 was accepted`;
      assert.equal(await soon(accepted, "a TLS handshake"), accepts12, what);
    } finally {
      controller.abort();
      for (const socket of held) socket.destroy();
      await new Promise((resolve) => old.close(resolve));
    }
  }
}
