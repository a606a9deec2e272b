import assert from "node:assert/strict";
import { isObject } from "../options/kinds.js";
import type { TlsReport } from "../tls/link-tls.js";

/** Checks that the `tls` of a description has a version and a cipher suite. */
export function assertTlsReport(tls: unknown, which: string): asserts tls is TlsReport {
  const report = `describe() of ${which}: \`tls`;
  assert(isObject(tls), `${report}\` is an object`);
  const { version, cipher } = tls;
  assert.match(String(version), /^TLSv1\.[23]$/, `${report}.version\` is ${version}, which is no version`);
  assert.match(
    String(cipher),
    /^[A-Z0-9]+[_-][A-Z0-9_-]+$/i,
    `${report}.cipher\` is ${cipher}, which is no suite`,
  );
}
