import { createRequire } from "node:module";

/**
 * The version of what two ends must agree on: the control calls, the codecs' frames and the receipts.
 * It changes only when an older end could no longer be understood.
 */
export const CONTRACT_VERSION = 4;

// The package refers to itself by name, so that the path is the same from src/ and from dist/.
const manifest = createRequire(import.meta.url)("@wireduel/core/package.json") as { version: string };

/** The version of this @wireduel/core. */
export const CORE_VERSION: string = manifest.version;
