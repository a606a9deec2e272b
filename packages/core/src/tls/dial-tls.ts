import type { Endpoint } from "../adapter/contract.js";
import { WireduelError } from "../failure/wireduel-error.js";
import type { DialTls } from "./link-tls.js";
import { LOCAL_NAME } from "./local-certificate.js";
import type { TlsSettings } from "../options/tls-option.js";

/**
 * What a dialling end encrypts with, and whom it trusts.
 * @throws WireduelError `CONNECT_FAILED` if the other end made a certificate, and has not told of it
 */
export function dialTls(settings: TlsSettings, { url, certificate }: Endpoint): DialTls {
  const { minVersion } = settings;
  if (settings.kind === "local") {
    if (certificate === undefined) {
      throw new WireduelError("CONNECT_FAILED", `the end that listens at ${url} has told of no certificate`);
    }
    // Its name is checked whatever the host is called, as no other certificate passes.
    return { ca: certificate, servername: LOCAL_NAME, minVersion, rejectUnauthorized: true };
  }
  const { cert, key, passphrase, ca, servername } = settings;
  return {
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(passphrase === undefined ? {} : { passphrase }),
    ...(ca === undefined ? {} : { ca }),
    ...(servername === undefined ? {} : { servername }),
    ...{ minVersion, rejectUnauthorized: true },
  };
}
