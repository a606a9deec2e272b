import { createPrivateKey } from "node:crypto";
import { createSecureContext } from "node:tls";
import { type ChannelCredentials, credentials, ServerCredentials } from "@grpc/grpc-js";
import type { DialTls, ListenTls } from "@wireduel/core";

/** What a listening end shows, and of whom it wants a certificate. */
export function listenCredentials(tls: ListenTls | undefined): ServerCredentials {
  if (tls === undefined) return ServerCredentials.createInsecure();
  const { cert, key, passphrase, ca, requestCert } = tls;
  // grpc-js takes no passphrase.
  const unlocked =
    passphrase === undefined
      ? key
      : createPrivateKey({ key, passphrase }).export({ type: "pkcs8", format: "pem" });
  return ServerCredentials.createSsl(
    ca === undefined ? null : Buffer.from(ca),
    [{ cert_chain: Buffer.from(cert), private_key: Buffer.from(unlocked) }],
    requestCert,
  );
}

/** Whom a dialling end trusts, and what it shows. */
export function dialCredentials(tls: DialTls | undefined): ChannelCredentials {
  if (tls === undefined) return credentials.createInsecure();
  const { servername, rejectUnauthorized, ...context } = tls;
  return credentials.createFromSecureContext(createSecureContext(context), { rejectUnauthorized });
}
