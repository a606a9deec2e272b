export { default, type TcpOptions, tcp } from "./adapter.js";
