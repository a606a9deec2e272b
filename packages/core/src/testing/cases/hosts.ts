import assert from "node:assert/strict";
import { lookup } from "node:dns/promises";
import type { Adapter, Direction } from "../../adapter/contract.js";
import { tcpTarget, withTarget } from "../../network/tcp-url.js";
import { type ConformanceCase, inBothDirections } from "../conformance-case.js";
import { type Ends, openEnds, withEnds } from "../ends.js";
import { exchange } from "../exchange-frames.js";
import {
  addressesThatAccept,
  canListenOn,
  IPV6_LOOPBACK,
  IPV6_NAMES,
  ipv6NameOf,
  OTHER_LOOPBACK,
} from "../loopback.js";
import { NotApplicable } from "../not-applicable.js";
import { startCaseRelay } from "../relay.js";
import { acceptsTcp, needsTcpTarget } from "../tcp-ports.js";

/** Another process may take a free port before it is used. */
const ATTEMPTS = 3;

/** Where an adapter listens, and what it dials. */
export const hosts: readonly ConformanceCase[] = [
  ...inBothDirections("listens on the given host, and on no other", listensThere),
  ...inBothDirections("listens on the given port", listensOnPort),
  ...inBothDirections("dials the host and port of the endpoint", dialsEndpoint),
  ...inBothDirections("dials a host name", dialsName),
  ...inBothDirections("listens and dials over IPv6", usesIpv6),
  ...inBothDirections("dials a host name that has only an IPv6 address", dialsIpv6Name),
];

async function listensThere(adapter: Adapter, direction: Direction): Promise<void> {
  for (const host of ["127.0.0.1", OTHER_LOOPBACK]) {
    if (!(await canListenOn(host))) continue;
    await withEnds(adapter, { direction, host }, (ends) => isOnlyAt(ends, host));
  }
}

/** Exchanges a frame, and checks that the end does not accept connections at other addresses. */
async function isOnlyAt(ends: Ends, host: string): Promise<void> {
  const target = needsTcpTarget(ends.endpoint.url);
  await exchange([await ends.connect()], [1_000], `over a listening end at ${host}`);
  if (!(await acceptsTcp(target.host, target.port)))
    throw new NotApplicable("the endpoint does not speak TCP");
  const accepting = await addressesThatAccept(target.port);
  assert(accepting.includes(host), `nothing listens at ${host}, but at ${accepting.join(" and ")}`);
  await ends.close();
  // Another process may use the same port of another address.
  const others = await addressesThatAccept(target.port);
  const own = accepting.filter((address) => !others.includes(address));
  assert.deepEqual(
    own,
    [host],
    `the adapter listens at ${own.join(" and ")}, but was told to listen at ${host}`,
  );
}

async function listensOnPort(adapter: Adapter, direction: Direction): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const free = await openEnds(adapter, { direction });
    await free.close();
    const { port } = needsTcpTarget(free.endpoint.url);
    try {
      return await withEnds(adapter, { direction, port }, async (ends) => {
        const { url } = ends.endpoint;
        assert.equal(tcpTarget(url)?.port, port, `${url} does not have the given port`);
        await exchange([await ends.connect()], [1_000], `over port ${port}`);
      });
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

async function dialsEndpoint(adapter: Adapter, direction: Direction): Promise<void> {
  const host = (await canListenOn(OTHER_LOOPBACK)) ? OTHER_LOOPBACK : "127.0.0.1";
  await withEnds(adapter, { direction }, async (ends) => {
    const relay = await startCaseRelay(ends.endpoint.url, { host });
    try {
      await exchange([await ends.connect({ url: relay.url })], [1_000], `over a relay at ${relay.url}`);
      assert(relay.connections.length > 0, `dial connected to another address than ${relay.url}`);
    } finally {
      await relay.close();
    }
  });
}

async function dialsName(adapter: Adapter, direction: Direction): Promise<void> {
  const name = "localhost";
  const addresses = await lookup(name, { all: true }).catch(() => []);
  if (!addresses.some(({ address }) => address === "127.0.0.1")) {
    throw new NotApplicable(`${name} does not resolve to 127.0.0.1 on this system`);
  }
  await withEnds(adapter, { direction }, (ends) => exchangeAt(ends, name));
}

/** Exchanges a frame over the same port of another host. */
async function exchangeAt(ends: Ends, host: string): Promise<void> {
  const { port } = needsTcpTarget(ends.endpoint.url);
  const url = withTarget(ends.endpoint.url, { host, port });
  await exchange([await ends.connect({ url })], [1_000], `over ${url}`);
}

async function usesIpv6(adapter: Adapter, direction: Direction): Promise<void> {
  await needsIpv6(adapter, direction);
  await withEnds(adapter, { direction, host: IPV6_LOOPBACK }, async (ends) => {
    const { url } = ends.endpoint;
    const wanted = `${url} must have its address in brackets: [${IPV6_LOOPBACK}]`;
    assert.equal(tcpTarget(url)?.host, IPV6_LOOPBACK, wanted);
    assert(URL.canParse(url), wanted);
    await isOnlyAt(ends, IPV6_LOOPBACK);
  });
}

async function dialsIpv6Name(adapter: Adapter, direction: Direction): Promise<void> {
  await needsIpv6(adapter, direction);
  const name = await ipv6NameOf(IPV6_NAMES);
  if (name === undefined) {
    throw new NotApplicable(
      `neither ${IPV6_NAMES.join(" nor ")} resolves to ${IPV6_LOOPBACK} on this system`,
    );
  }
  await withEnds(adapter, { direction, host: IPV6_LOOPBACK }, (ends) => exchangeAt(ends, name));
}

/** @throws NotApplicable for a system without IPv6, and for a protocol without TCP ports */
async function needsIpv6(adapter: Adapter, direction: Direction): Promise<void> {
  if (!(await canListenOn(IPV6_LOOPBACK)))
    throw new NotApplicable("this system has no IPv6 loopback address");
  await withEnds(adapter, { direction }, async ({ endpoint }) => void needsTcpTarget(endpoint.url));
}
