import assert from "node:assert/strict";
import { connect } from "node:net";
import type { Adapter, Direction } from "../../adapter/contract.js";
import { messageOf } from "../../failure/wireduel-error.js";
import { tcpTarget, withTarget } from "../../network/tcp-url.js";
import { makeLocalCertificate } from "../../tls/local-certificate.js";
import { type ConformanceCase, inBothDirections, unless, withoutTls } from "../conformance-case.js";
import { carries, certificates, dialsWith, encryptedKey, listensWith } from "../encrypted-ends.js";
import { withEnds } from "../ends.js";
import { exchange } from "../exchange-frames.js";
import { needsTcpTarget } from "../tcp-ports.js";
import { until } from "../waiting.js";

const OTHER_NAME = "other.example";
const MONTH_MS = 30 * 86_400_000;

/** What both ends of an encrypted link verify. */
export const handshakes: readonly ConformanceCase[] = unless(withoutTls, [
  ...inBothDirections("verifies the host name in the certificate", verifiesName),
  ...inBothDirections("verifies the given host name instead of the endpoint's", verifiesGivenName),
  ...inBothDirections("refuses a certificate that has expired", refusesExpired),
  ...inBothDirections("presents its client certificate when it dials", presentsCertificate),
  ...inBothDirections("demands a client certificate when it listens", demandsCertificate),
  ...inBothDirections("uses the passphrase of an encrypted key", usesPassphrase),
  ...inBothDirections("accepts no plain link at an encrypted listening end", acceptsNoPlainLink),
  ...inBothDirections("dials no plain listening end when it must encrypt", dialsNoPlainEnd),
  ...inBothDirections("reports a failed handshake to `onError`", reportsFailure),
]);

async function verifiesName(adapter: Adapter, direction: Direction): Promise<void> {
  const other = await makeLocalCertificate(Date.now(), [OTHER_NAME]);
  await withEnds(adapter, { direction, tls: { listen: await listensWith(other) } }, async (ends) => {
    const carried = await carries(ends, direction, { tls: dialsWith({ ca: other.cert }) });
    assert(!carried, `a frame came through, although the certificate is for ${OTHER_NAME}`);
  });
}

async function verifiesGivenName(adapter: Adapter, direction: Direction): Promise<void> {
  const { host } = await certificates();
  const other = await makeLocalCertificate(Date.now(), [OTHER_NAME]);
  await withEnds(adapter, { direction, tls: { listen: await listensWith(other) } }, async (ends) => {
    const tls = dialsWith({ ca: other.cert, servername: OTHER_NAME });
    try {
      await exchange([await ends.connect({ tls })], [100], `with \`servername: "${OTHER_NAME}"\``);
    } catch (error) {
      throw verifiesAnotherName(error) ? ignoresServername(error) : error;
    }
  });
  await withEnds(adapter, { direction, tls: { listen: await listensWith(host) } }, async (ends) => {
    const tls = dialsWith({ ca: host.cert, servername: OTHER_NAME });
    const carried = await carries(ends, direction, { tls });
    assert(!carried, `a frame came through, although the certificate is not for the given ${OTHER_NAME}`);
  });
}

/** Whether an error is, or came from, that of Node for a certificate that is for another name. */
function verifiesAnotherName(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return true;
  // Some libraries pass on only the text.
  return error.message.includes("certificate's altnames") || verifiesAnotherName(error.cause);
}

function ignoresServername(error: unknown): Error {
  const ignored = `\`context.tls.servername\` was ignored: it is "${OTHER_NAME}", the name in the certificate`;
  return new Error(`${ignored}\n${messageOf(error)}`, { cause: error });
}

async function refusesExpired(adapter: Adapter, direction: Direction): Promise<void> {
  const expired = await makeLocalCertificate(Date.now() - MONTH_MS);
  await withEnds(adapter, { direction, tls: { listen: await listensWith(expired) } }, async (ends) => {
    const carried = await carries(ends, direction, { tls: dialsWith({ ca: expired.cert }) });
    assert(!carried, "a frame came through, although the certificate has expired");
  });
}

async function presentsCertificate(adapter: Adapter, direction: Direction): Promise<void> {
  const { host, guest, stranger } = await certificates();
  // Each end trusts two authorities, and needs the second one.
  const listen = await listensWith({
    ...host,
    ca: `${stranger.cert}\n${guest.cert}`,
    clientCertificate: true,
  });
  const tls = dialsWith({ ...guest, ca: `${stranger.cert}\n${host.cert}` });
  await withEnds(adapter, { direction, tls: { listen } }, async (ends) => {
    await exchange(
      [await ends.connect({ tls })],
      [100],
      "with a client certificate that the other end demands",
    );
  });
}

async function demandsCertificate(adapter: Adapter, direction: Direction): Promise<void> {
  const { host, guest, stranger } = await certificates();
  const listen = await listensWith({ ...host, ca: guest.cert, clientCertificate: true });
  await withEnds(adapter, { direction, tls: { listen } }, async (ends) => {
    const none = await carries(ends, direction, { tls: dialsWith({ ca: host.cert }) });
    assert(!none, "a frame came through without the client certificate that the context demands");
    const other = await carries(ends, direction, { tls: dialsWith({ ...stranger, ca: host.cert }) });
    assert(!other, "a frame came through with a client certificate of an authority that is not trusted");
  });
}

async function usesPassphrase(adapter: Adapter, direction: Direction): Promise<void> {
  const { host, guest } = await certificates();
  const [atHost, atGuest] = ["the host's passphrase", "the guest's passphrase"] as const;
  const listen = await listensWith({
    cert: host.cert,
    key: encryptedKey(host.key, atHost),
    passphrase: atHost,
    ca: guest.cert,
    clientCertificate: true,
  });
  const dial = dialsWith({
    cert: guest.cert,
    key: encryptedKey(guest.key, atGuest),
    passphrase: atGuest,
    ca: host.cert,
  });
  await withEnds(adapter, { direction, tls: { listen, dial } }, async (ends) => {
    await exchange([await ends.connect()], [100], "with encrypted keys");
  });
}

async function acceptsNoPlainLink(adapter: Adapter, direction: Direction): Promise<void> {
  const { host } = await certificates();
  let plainUrl = "";
  await withEnds(adapter, { direction }, async ({ endpoint }) => {
    plainUrl = endpoint.url;
  });
  await withEnds(adapter, { direction, tls: { listen: await listensWith(host) } }, async (ends) => {
    const url = withTarget(plainUrl, needsTcpTarget(ends.endpoint.url));
    const carried = await carries(ends, direction, { url });
    assert(!carried, "a frame came through without encryption, although the listening end has `tls`");
  });
}

async function dialsNoPlainEnd(adapter: Adapter, direction: Direction): Promise<void> {
  const { host } = await certificates();
  let encryptedUrl = "";
  const encrypted = { direction, tls: { listen: await listensWith(host) } };
  await withEnds(adapter, encrypted, async ({ endpoint }) => {
    encryptedUrl = endpoint.url;
  });
  await withEnds(adapter, { direction }, async (ends) => {
    const url = withTarget(encryptedUrl, needsTcpTarget(ends.endpoint.url));
    const carried = await carries(ends, direction, { url, tls: dialsWith({ ca: host.cert }) });
    assert(!carried, "a frame came through without encryption, although `dial` has `tls`");
  });
}

async function reportsFailure(adapter: Adapter, direction: Direction): Promise<void> {
  const { host } = await certificates();
  await withEnds(adapter, { direction, tls: { listen: await listensWith(host) } }, async (ends) => {
    const client = connect(tcpTarget(ends.endpoint.url) as { host: string; port: number });
    client.on("error", () => {});
    client.write("this is no TLS handshake\r\n\r\n");
    try {
      await until(
        () => ends.errors.length > 0,
        () => "a client sent no TLS, but `onError` was not called",
      );
      assert(ends.errors[0] instanceof Error, "`onError` gets an Error");
    } finally {
      client.destroy();
    }
  });
}
