import { X509Certificate } from "node:crypto";
import { expect, it } from "vitest";
import { localCertificate, makeLocalCertificate } from "./local-certificate.js";

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2030, 0, 15);

it("has the names of this machine, is valid since yesterday, and has its own key", async () => {
  const { cert, key } = await makeLocalCertificate(NOW_MS);
  const made = new X509Certificate(cert);
  expect(Date.parse(made.validFrom)).toBe(NOW_MS - DAY_MS);
  expect(Date.parse(made.validTo)).toBe(NOW_MS + 7 * DAY_MS);
  expect(made.subjectAltName).toBe("DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1");
  expect(made.verify(made.publicKey)).toBe(true);
  expect(made.publicKey.asymmetricKeyDetails?.namedCurve).toBe("prime256v1");
  expect(key).toContain("PRIVATE KEY");
  expect((await makeLocalCertificate(NOW_MS)).cert).not.toBe(cert);
});

it("is reused within the process, and renewed after a day", async () => {
  const first = await localCertificate(NOW_MS);
  expect(await localCertificate(NOW_MS + DAY_MS - 1)).toBe(first);
  const later = await localCertificate(NOW_MS + 30 * DAY_MS);
  expect(Date.parse(new X509Certificate(later.cert).validTo)).toBe(NOW_MS + 37 * DAY_MS);
});
