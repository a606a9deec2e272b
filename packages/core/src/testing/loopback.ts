import { lookup } from "node:dns/promises";
import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { acceptsTcp } from "./tcp-ports.js";

/** Another address of the loopback interface. Linux has it, macOS does not. */
export const OTHER_LOOPBACK = "127.0.0.2";
export const IPV6_LOOPBACK = "::1";
/** Names that Linux systems often give to the IPv6 loopback address, and to no other. */
export const IPV6_NAMES: readonly string[] = ["ip6-localhost", "ip6-loopback"];

/** Whether this machine can listen on an address. */
export function canListenOn(host: string): Promise<boolean> {
  const server = createServer();
  return new Promise<boolean>((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(0, host, () => server.close(() => resolve(true)));
  });
}

/** The first of these names that has the IPv6 loopback address, and no other. Undefined if none has. */
export async function ipv6NameOf(names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    const addresses = await lookup(name, { all: true }).catch(() => []);
    if (addresses.length > 0 && addresses.every(({ address }) => address === IPV6_LOOPBACK)) return name;
  }
  return undefined;
}

/** The addresses of this machine at which something accepts TCP connections on a port. */
export async function addressesThatAccept(port: number): Promise<string[]> {
  const own = Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    // A link-local address needs its interface.
    addresses.map((one) => ("scopeid" in one && one.scopeid ? `${one.address}%${name}` : one.address)),
  );
  // A system without this address may not refuse a connection to it, but drop it.
  const other = (await canListenOn(OTHER_LOOPBACK)) ? [OTHER_LOOPBACK] : [];
  const all = [...new Set(["127.0.0.1", ...other, IPV6_LOOPBACK, ...own])];
  const accepting = await Promise.all(all.map((host) => acceptsTcp(host, port)));
  return all.filter((_, index) => accepting[index]);
}
