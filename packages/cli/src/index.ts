// The entry point `wireduel`: what a configuration file imports.
import type { ConfigurationOf } from "./flags/flag.js";
import type { RunFlags } from "./flags/run-flags.js";
import type { RuleFlags, SourceFlags } from "./gate/gate-flags.js";
import type { ListenFlags } from "./receive/receive-flags.js";

export type { AdapterArgument, AdapterSettings } from "./adapters/adapters-flag.js";
export { EXIT, type ExitCode } from "./exit-code.js";

/**
 * What `wireduel.config.ts` exports as default. Each key is the flag of the same name: `replyBytes` is `--reply-bytes`. A
 * command takes the keys that it has as flags.
 */
export type WireduelConfig = ConfigurationOf<RunFlags & SourceFlags & RuleFlags & ListenFlags>;

/** Returns the configuration as it is. It exists for the types. */
export function defineConfig(config: WireduelConfig): WireduelConfig {
  return config;
}
