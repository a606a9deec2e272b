export { default, ws } from "./adapter.js";
export type { DeflateOptions, PerMessageDeflate } from "./deflate.js";
export type { WsOptions } from "./options.js";
