import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Command, defineCommand } from "../command.js";
import { EXIT } from "../exit-code.js";
import { UsageError } from "../failure.js";
import { choiceFlag, onCommandLine, switchFlag, textFlag, valueOptional } from "../flags/kinds.js";
import { CONFIG_LANGUAGES, configFile } from "../init/config-file.js";
import { UNKNOWN_REPOSITORY, workflowFile } from "../init/workflow.js";
import { writeNew } from "../init/write-new.js";

const WORKFLOW = join(".github", "workflows", "wireduel.yml");

/** `wireduel init` */
export const init: Command = defineCommand({
  name: "init",
  summary: "Writes a configuration with comments, and on request a workflow of GitHub Actions.",
  takes: "",
  flags: {
    language: choiceFlag("LANGUAGE", CONFIG_LANGUAGES, {
      help: "The language of the configuration: ts, js or json. JSON has no comments.",
      fallback: "ts",
    }),
    githubActions: valueOptional(
      textFlag("REPOSITORY", {
        help: "Also write a workflow that runs the gate for pull requests. REPOSITORY has Wireduel: acme/wireduel.",
      }),
    ),
    force: onCommandLine(switchFlag({ help: "Replace files that exist." })),
  },
  examples: [
    { command: "wireduel init", meaning: "writes wireduel.config.ts" },
    { command: "wireduel init --github-actions", meaning: "also writes .github/workflows/wireduel.yml" },
  ],
  async run(_args, { language = "ts", githubActions, force = false }, { out, err, cwd }) {
    const files = [{ name: `wireduel.config.${language}`, text: configFile(language) }];
    if (githubActions !== undefined) {
      const repository = githubActions === true ? UNKNOWN_REPOSITORY : repositoryOf(githubActions);
      files.push({ name: WORKFLOW, text: workflowFile(repository) });
    }
    // Nothing is written if one of them exists.
    refuseExisting(
      cwd,
      files.map(({ name }) => name),
      force,
    );
    for (const { name, text } of files) {
      writeNew(join(cwd, name), text, force);
      out(`${name}\n`);
    }
    if (githubActions === true) {
      err(
        `In ${WORKFLOW}, replace ${UNKNOWN_REPOSITORY} with the repository of Wireduel, and ADAPTER with your module.\n`,
      );
    }
    return EXIT.ok;
  },
});

/** Two configurations in one folder would be ambiguous, so one in another language is not left beside a new one. */
function refuseExisting(cwd: string, names: readonly string[], force: boolean): void {
  const exists = (name: string) => existsSync(join(cwd, name));
  const other = CONFIG_LANGUAGES.map((language) => `wireduel.config.${language}`).find(
    (name) => !names.includes(name) && exists(name),
  );
  if (other !== undefined) throw new UsageError(`${other} exists already; remove it first`);
  const existing = names.find(exists);
  if (existing !== undefined && !force)
    throw new UsageError(`${existing} exists already; --force replaces it`);
}

function repositoryOf(text: string): string {
  if (/^[\w.-]+\/[\w.-]+$/.test(text)) return text;
  throw new UsageError(
    `--github-actions: expected a repository such as acme/wireduel, got ${JSON.stringify(text)}`,
  );
}
