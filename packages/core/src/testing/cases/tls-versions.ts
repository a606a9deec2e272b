import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { connect, createServer, type TLSSocket } from "node:tls";
import type { Adapter, Direction } from "../../adapter/contract.js";
import { messageOf } from "../../failure/wireduel-error.js";
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

/** Why a handshake was refused. Undefined if it was accepted. */
type Refusal = string | undefined;

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
      const refusal = await soon(refusalOf(client), "a TLS handshake");
      client.destroy();
      assertOutcome(refusal, accepts12, `with \`minVersion: "${minVersion}"\`: a client with TLS 1.2`);
    });
  }
}

function refusalOf(client: TLSSocket): Promise<Refusal> {
  return new Promise<Refusal>((resolve) => {
    client.once("secureConnect", () => resolve(undefined));
    client.once("error", (error) => resolve(messageOf(error)));
    client.once("close", () => resolve("its connection was closed"));
  });
}

function assertOutcome(refusal: Refusal, accepts: boolean, what: string): void {
  const outcome = refusal === undefined ? "was accepted" : `was refused: ${refusal}`;
  assert((refusal === undefined) === accepts, `${what} ${outcome}`);
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
    const ended = new Promise<Refusal>((resolve) => {
      old.once("tlsClientError", (error) => resolve(messageOf(error)));
      old.once("secureConnection", (socket) => {
        held.add(socket.on("error", () => {}));
        resolve(undefined);
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
      const refusal = await soon(ended, "a TLS handshake");
      assertOutcome(refusal, accepts12, `with \`minVersion: "${minVersion}"\`: a server with TLS 1.2`);
    } finally {
      controller.abort();
      for (const socket of held) socket.destroy();
      await new Promise((resolve) => old.close(resolve));
    }
  }
}
