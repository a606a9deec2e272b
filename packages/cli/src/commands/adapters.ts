import { loadFactory } from "../adapters/load-adapters.js";
import { adapterText, type BrokenAdapter, catalogueText } from "../catalogue/catalogue-text.js";
import { type AdapterDescription, describeAdapter } from "../catalogue/describe.js";
import { installedAdapters } from "../catalogue/installed.js";
import { type Command, defineCommand } from "../command.js";
import { EXIT } from "../exit-code.js";
import { onCommandLine, switchFlag } from "../flags/kinds.js";

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
  async run(names, { json = false }, { out, cwd }) {
    const described = await (names.length > 0 ? describeNamed(names, cwd) : describeInstalled(cwd));
    if (json) out(`${JSON.stringify(described, null, 2)}\n`);
    else
      out(
        names.length > 0
          ? described.map((one) => adapterText(one as AdapterDescription)).join("\n")
          : catalogueText(described),
      );
    return EXIT.ok;
  },
});

async function describeNamed(names: readonly string[], cwd: string): Promise<AdapterDescription[]> {
  return Promise.all(names.map(async (name) => describeAdapter(name, await loadFactory(name, cwd))));
}

/** An installed adapter that cannot be loaded must not hide the others. */
async function describeInstalled(cwd: string): Promise<(AdapterDescription | BrokenAdapter)[]> {
  const describing = installedAdapters(cwd).map(async (name) => {
    try {
      return describeAdapter(name, await loadFactory(name, cwd));
    } catch (error) {
      const [line = ""] = (error as Error).message.split("\n");
      return { name, error: line };
    }
  });
  return Promise.all(describing);
}
