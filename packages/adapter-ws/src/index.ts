export { default, ws } from "./adapter.js";
export type { WsOptions } from "./options.js";
