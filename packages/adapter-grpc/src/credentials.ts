import { createPrivateKey } from "node:crypto";
import { createSecureContext } from "node:tls";
import type { ChannelCredentials, ServerCredentials } from "@grpc/grpc-js";
import type { DialTls, ListenTls } from "@wireduel/core/adapter";
import { grpcJs } from "./library.js";

/** The certificate of a listening end, and whether the dialling end must present one. */
export function listenCredentials(tls: ListenTls | undefined): ServerCredentials {
  if (tls === undefined) return grpcJs.ServerCredentials.createInsecure();
  const { cert, key, passphrase, ca, requestCert } = tls;
  // grpc-js does not accept a passphrase.
  const decrypted =
    passphrase === undefined
      ? key
      : createPrivateKey({ key, passphrase }).export({ type: "pkcs8", format: "pem" });
  return grpcJs.ServerCredentials.createSsl(
    ca === undefined ? null : Buffer.from(ca),
    [{ cert_chain: Buffer.from(cert), private_key: Buffer.from(decrypted) }],
    requestCert,
  );
}

/** The authorities that a dialling end trusts, and its certificate. */
export function dialCredentials(tls: DialTls | undefined): ChannelCredentials {
  if (tls === undefined) return grpcJs.credentials.createInsecure();
  const { servername, rejectUnauthorized, ...context } = tls;
  return grpcJs.credentials.createFromSecureContext(createSecureContext(context), { rejectUnauthorized });
}
