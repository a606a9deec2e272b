import { isIPv4 } from "node:net";

/** Whether only this machine can reach a host. */
export function isLoopback(host: string): boolean {
  // `127.0.0.999` is no address, so it is a name that a resolver may know.
  return host === "localhost" || host === "::1" || (host.startsWith("127.") && isIPv4(host));
}
