/** The parts of a URL: scheme, user, host, port, and the rest. */
const PARTS =
  /^(?<scheme>[a-z][a-z0-9+.-]*):\/\/(?<user>[^@/?#]*@)?(?<host>\[[0-9a-f:.]+\]|[^:/?#[\]@]+)(?::(?<port>\d{1,5}))?(?<rest>[/?#].*)?$/is;

const DEFAULT_PORTS: ReadonlyMap<string, number> = new Map([
  ["ws", 80],
  ["http", 80],
  ["wss", 443],
  ["https", 443],
]);

/**
 * The TCP host and port of a URL. Undefined if it has none (`memory:free-1`, `unix:/x`): no tap can relay
 * such a URL.
 */
export function tcpTarget(url: string): { host: string; port: number } | undefined {
  const { scheme = "", host = "", port } = PARTS.exec(url)?.groups ?? {};
  const number = port === undefined ? (DEFAULT_PORTS.get(scheme.toLowerCase()) ?? 0) : Number(port);
  if (host === "" || number < 1 || number > 65_535) return undefined;
  // Node dials an IPv6 address without its brackets.
  return { host: host.replace(/^\[|\]$/g, ""), port: number };
}

/**
 * The same URL with another host and port. Every other character stays the same. The setters of `URL` are not
 * used, because they also normalize the path and ignore values that do not fit the scheme.
 *
 * @throws TypeError if the URL has no host to replace
 */
export function withTarget(url: string, target: { readonly host: string; readonly port: number }): string {
  const groups = PARTS.exec(url)?.groups;
  if (groups === undefined) throw new TypeError(`${url} has no TCP host`);
  const { scheme, user = "", rest = "" } = groups;
  const host = target.host.includes(":") ? `[${target.host}]` : target.host;
  return `${scheme}://${user}${host}:${target.port}${rest}`;
}
