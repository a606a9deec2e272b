import { expect, it } from "vitest";
import { ownCommand } from "./own-command.js";

const npm = { npm_config_user_agent: "npm/11.19.1 node/v20.20.2 linux x64 workspaces/false" };
const pnpm = { npm_config_user_agent: "pnpm/10.34.9 npm/? node/v20.20.2 linux x64" };

it.each([
  ["a shell", {}, "wireduel"],
  ["npx", { ...npm, npm_lifecycle_event: "npx" }, "npx wireduel"],
  ["a script of npm", { ...npm, npm_lifecycle_event: "bench" }, "npx wireduel"],
  ["pnpm", { ...pnpm, PNPM_PACKAGE_NAME: "a-package" }, "pnpm wireduel"],
  [
    "pnpm of npx, as in a clone",
    { ...pnpm, PNPM_PACKAGE_NAME: "a-package", npm_lifecycle_event: "npx" },
    "npx --yes pnpm@10 wireduel",
  ],
  ["pnpm dlx", pnpm, "wireduel"],
  ["another package manager", { npm_config_user_agent: "yarn/4.6.0 npm/? node/v20.20.2" }, "wireduel"],
])("started by %s", (_, env, command) => {
  expect(ownCommand(env)).toBe(command);
});
