const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/;

/** Whether only this machine can reach a host. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}
