// Internals that core does not export. Tests run from the sources.

export { ERROR_CODES, PAYLOAD_ERROR_CODES } from "../../packages/core/src/failure/codes.js";
export { tcpTarget, withTarget } from "../../packages/core/src/network/tcp-url.js";
