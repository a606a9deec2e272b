/**
 * How the user starts the command, for lines to paste. npx and pnpm leave that in the environment: `npx wireduel`,
 * `pnpm wireduel`, or both in `npx --yes pnpm@10 wireduel`, as in a clone.
 */
export function ownCommand(env: Readonly<Record<string, string | undefined>>): string {
  const {
    npm_config_user_agent: agent = "",
    npm_lifecycle_event: script,
    PNPM_PACKAGE_NAME: inPackage,
  } = env;
  const [, manager, major] = /^(npm|pnpm)\/(\d+)/.exec(agent) ?? [];
  if (manager === "npm") return "npx wireduel";
  // Without a package, `pnpm dlx` started it.
  if (manager !== "pnpm" || inPackage === undefined) return "wireduel";
  return script === "npx" ? `npx --yes pnpm@${major} wireduel` : "pnpm wireduel";
}
