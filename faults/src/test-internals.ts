// What only tests may load: a part of it needs vitest, and a part of it mounts a file system to find out whether it may.

export { EXIT } from "../../packages/cli/src/exit-code.js";
export { type Cli, it as commandIt } from "../../packages/cli/src/fixtures/command.js";
export { canMount, SmallDisk } from "../../packages/core/src/fixtures/small-disk.js";
