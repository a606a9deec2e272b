// The entry point `wireduel`: what a configuration file imports.
export { EXIT, type ExitCode } from "./exit-code.js";
