export { default, tcp } from "./adapter.js";
export type { TcpOptions } from "./options.js";
