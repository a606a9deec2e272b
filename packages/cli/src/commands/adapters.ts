import { loadFactory } from "../adapters/load-adapters.js";
import { adapterText, type BrokenAdapter, catalogueText } from "../catalogue/catalogue-text.js";
import { type AdapterDescription, describeAdapter } from "../catalogue/describe.js";
import { installedAdapters } from "../catalogue/installed.js";
import { type Command, defineCommand } from "../command.js";
import { EXIT } from "../exit-code.js";
import { onCommandLine, switchFlag } from "../flags/kinds.js";
import { ownCommand } from "../program/own-command.js";

/** `wireduel adapters [NAME...]` */
export const adapters: Command = defineCommand({
  name: "adapters",
  summary: "Lists adapters: versions, what they support, and their options.",
  takes: "[NAME...]",
  flags: {
    json: onCommandLine(switchFlag({ help: "Print JSON, with the options as JSON Schema." })),
  },
  examples: [
    { command: "wireduel adapters", meaning: "those of the command, and those that your project installed" },
    { command: "wireduel adapters ws", meaning: "every option of one, with its default" },
    { command: "wireduel adapters ./my-adapter.ts", meaning: "an adapter of your own" },
  ],
  async run(names, { json = false }, { out, env, cwd }) {
    const { described, text } = await (names.length > 0
      ? describeNamed(names, cwd)
      : describeInstalled(cwd, ownCommand(env)));
    out(json ? `${JSON.stringify(described, null, 2)}\n` : text);
    return EXIT.ok;
  },
});

/** Adapters as data and as text. */
interface Described {
  readonly described: readonly (AdapterDescription | BrokenAdapter)[];
  readonly text: string;
}

async function describeNamed(names: readonly string[], cwd: string): Promise<Described> {
  const described = await Promise.all(names.map((name) => describe(name, cwd)));
  return { described, text: described.map(adapterText).join("\n") };
}

/** An installed adapter that cannot be loaded must not hide the others. */
async function describeInstalled(cwd: string, command: string): Promise<Described> {
  const describing = installedAdapters(cwd).map((name) =>
    describe(name, cwd).catch((error: Error): BrokenAdapter => {
      const [line = ""] = error.message.split("\n");
      return { name, error: line };
    }),
  );
  const described = await Promise.all(describing);
  return { described, text: catalogueText(described, command) };
}

async function describe(name: string, cwd: string): Promise<AdapterDescription> {
  return describeAdapter(name, await loadFactory(name, cwd));
}
