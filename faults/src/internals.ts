// Internals of core that it does not export, from its sources. The packages themselves are those of the last build.

export { LinkEnd } from "../../packages/core/src/adapter/link-end.js";
export { ERROR_CODES, PAYLOAD_ERROR_CODES } from "../../packages/core/src/failure/codes.js";
export { mistakesIn, mistakesInMatrix } from "../../packages/core/src/fixtures/accounting.js";
export { processesBelow, signal } from "../../packages/core/src/fixtures/processes.js";
export { tcpTarget, withTarget } from "../../packages/core/src/network/tcp-url.js";
export { childFlags } from "../../packages/core/src/process/child-flags.js";
export { signalChildren } from "../../packages/core/src/run/fixtures/signal-children.js";
export { seededRandom } from "../../packages/core/src/stats/seeded-random.js";
export { collectGarbage } from "../../packages/core/src/testing/collect-garbage.js";
export { makeLocalCertificate } from "../../packages/core/src/tls/local-certificate.js";
