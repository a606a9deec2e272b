import type { Endpoint } from "../adapter/contract.js";
import { WireduelError } from "../failure/wireduel-error.js";
import type { DialTls, ListenTls } from "./link-tls.js";
import { LOCAL_NAME, localCertificate } from "./local-certificate.js";
import type { TlsSettings } from "./tls-settings.js";

/**
 * TLS options of a dialling end.
 * @throws WireduelError `CONNECT_FAILED` if `tls` is `"local"` and the other end did not send its certificate
 */
export function dialTls(settings: TlsSettings, { url, certificate }: Endpoint): DialTls {
  const { minVersion } = settings;
  if (settings.kind === "local") {
    if (certificate === undefined) {
      throw new WireduelError("CONNECT_FAILED", `the listening end at ${url} did not send its certificate`);
    }
    // The name in the certificate, not the host's name. This is safe: only this one certificate is trusted.
    return { ca: certificate, servername: LOCAL_NAME, minVersion, rejectUnauthorized: true };
  }
  const { cert, key, passphrase, ca, servername } = settings;
  return {
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(passphrase === undefined ? {} : { passphrase }),
    ...(ca === undefined ? {} : { ca }),
    ...(servername === undefined ? {} : { servername }),
    minVersion,
    rejectUnauthorized: true,
  };
}

/**
 * TLS options of a listening end. With `"local"`, also the certificate that the other end must trust.
 *
 * @param name the option's name in messages, such as `ws.tls`
 * @throws WireduelError `INVALID_OPTION` if the settings have no certificate
 */
export async function listenTls(
  settings: TlsSettings,
  name: string,
): Promise<{ readonly tls: ListenTls; readonly certificate?: string }> {
  const { minVersion } = settings;
  if (settings.kind === "local") {
    const { cert, key } = await localCertificate();
    return {
      tls: { cert, key, requestCert: false, rejectUnauthorized: true, minVersion },
      certificate: cert,
    };
  }
  const { cert, key, passphrase, ca, clientCertificate } = settings;
  if (cert === undefined || key === undefined) {
    const message = `Expected \`${name}.cert\` and \`${name}.key\` to be given, because a listening end needs a certificate`;
    throw new WireduelError("INVALID_OPTION", message);
  }
  return {
    tls: {
      cert,
      key,
      ...(passphrase === undefined ? {} : { passphrase }),
      ...(ca === undefined ? {} : { ca }),
      requestCert: clientCertificate,
      rejectUnauthorized: true,
      minVersion,
    },
  };
}
