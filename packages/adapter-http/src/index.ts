export { default, http } from "./adapter.js";
export type { HttpOptions } from "./options.js";
