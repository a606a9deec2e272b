import { WireduelError } from "../failure/wireduel-error.js";
import type { ListenTls } from "./link-tls.js";
import { localCertificate } from "./local-certificate.js";
import type { TlsSettings } from "../options/tls-option.js";

/**
 * What a listening end encrypts with, and the certificate that the other end must be told of, if it was made here.
 *
 * @param name the option's name in messages, such as `ws.tls`
 * @throws WireduelError `INVALID_OPTION` if there is no certificate to show
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
    const message = `Expected \`${name}.cert\` and \`${name}.key\` to be given, as the end that listens shows a certificate`;
    throw new WireduelError("INVALID_OPTION", message);
  }
  return {
    tls: {
      ...{ cert, key },
      ...(passphrase === undefined ? {} : { passphrase }),
      ...(ca === undefined ? {} : { ca }),
      ...{ requestCert: clientCertificate, rejectUnauthorized: true, minVersion },
    },
  };
}
