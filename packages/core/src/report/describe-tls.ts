import type { TimingTls } from "../result/result.js";

/** How a row was encrypted, in words: `TLSv1.3, TLS_AES_256_GCM_SHA384, with a certificate made for this run`. */
export function describeTls({ version, cipher, certificate, mutual }: TimingTls): string {
  const agreed = [version ?? "TLS", cipher].filter((part) => part !== null).join(", ");
  const shown = certificate === "local" ? "a certificate made for this run" : "certificates of your own";
  return `${agreed}, with ${shown}${mutual ? ", shown by both ends" : ""}`;
}
