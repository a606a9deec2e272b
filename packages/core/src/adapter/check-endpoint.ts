import { WireduelError } from "../failure/wireduel-error.js";
import { tcpTarget } from "../network/tcp-url.js";
import { show } from "../options/show.js";
import type { Adapter, Endpoint } from "./contract.js";

/**
 * Checks an endpoint that another machine named: it has the adapter's own scheme, for plain or for encrypted links, and a TCP
 * port. With another scheme, a library might dial a file or a socket of this machine, or leave out the encryption.
 * @throws WireduelError `CONNECT_FAILED`
 */
export function checkEndpoint({ protocol, tls }: Pick<Adapter, "protocol" | "tls">, { url }: Endpoint): void {
  const scheme = tls === null ? protocol.schemes.plain : protocol.schemes.encrypted;
  if (url.startsWith(`${scheme}:`) && tcpTarget(url) !== undefined) return;
  const wanted = `a URL with a TCP port and the scheme ${scheme} (declared with \`schemes\`)`;
  throw new WireduelError(
    "CONNECT_FAILED",
    `${protocol.name} dials ${wanted}, but the other end named ${show(url)}`,
  );
}
