/** Scheme with user, host, port, and the rest as it is. */
const PARTS =
  /^(?<scheme>[a-z][a-z0-9+.-]*):\/\/(?<user>[^@/?#]*@)?(?<host>\[[0-9a-f:.]+\]|[^:/?#[\]@]+)(?::(?<port>\d{1,5}))?(?<rest>[/?#].*)?$/is;

const DEFAULT_PORTS: Readonly<Record<string, number>> = { ws: 80, http: 80, wss: 443, https: 443 };

/**
 * The TCP host and port that a URL dials; undefined if it names none (`memory:free-1`, `unix:/x`), so that, for one, no
 * tap can stand before it.
 */
export function tcpTarget(url: string): { host: string; port: number } | undefined {
  const { scheme = "", host = "", port } = PARTS.exec(url)?.groups ?? {};
  const number = port === undefined ? (DEFAULT_PORTS[scheme.toLowerCase()] ?? 0) : Number(port);
  if (host === "" || number < 1 || number > 65_535) return undefined;
  // Node dials an IPv6 address without its brackets.
  return { host: host.replace(/^\[|\]$/g, ""), port: number };
}

/**
 * The same URL with another host and port; every other character stays. Not by the setters of `URL`, as these also
 * rewrite the path, and ignore what does not suit the scheme.
 *
 * @throws TypeError if the URL has no host to replace
 */
export function withTarget(url: string, target: { readonly host: string; readonly port: number }): string {
  const groups = PARTS.exec(url)?.groups;
  if (groups === undefined) throw new TypeError(`${url} names no TCP host`);
  const { scheme, user = "", rest = "" } = groups;
  const host = target.host.includes(":") ? `[${target.host}]` : target.host;
  return `${scheme}://${user}${host}:${target.port}${rest}`;
}
