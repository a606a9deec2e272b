import { type Command, defineCommand } from "../command.js";
import { examine } from "../doctor/checks/index.js";
import { formatFindings, levelPainter } from "../doctor/format-findings.js";
import { readSystem } from "../doctor/read/read-system.js";
import { EXIT } from "../exit-code.js";
import { GENERAL_FLAGS } from "../flags/general-flags.js";
import { integerFlag, onCommandLine, switchFlag } from "../flags/kinds.js";
import { hasColors } from "../terminal/terminal.js";

/** Longer lines are hard to read. */
const WIDEST = 100;

/** `wireduel doctor` */
export const doctor: Command = defineCommand({
  name: "doctor",
  summary: "Says what on this machine spoils a benchmark, and what to do about it.",
  takes: "",
  flags: {
    connections: integerFlag({ min: 1 }, { help: "How many connections the run will have.", fallback: "1" }),
    port: integerFlag({ min: 1, max: 65_535 }, { help: "A port that must be free, for `wireduel receive`." }),
    strict: onCommandLine(switchFlag({ help: "Exit with 1 if there is a warning or a problem." })),
    json: onCommandLine(switchFlag({ help: "Print JSON." })),
    color: GENERAL_FLAGS.color,
  },
  examples: [
    { command: "wireduel doctor", meaning: "what to fix before a run" },
    {
      command: "wireduel doctor --connections 5000",
      meaning: "whether this machine allows 5,000 connections",
    },
    {
      command: "wireduel doctor --strict --json",
      meaning: "for a script: exit code 1 if something is wrong",
    },
  ],
  async run(_args, values, { out, env, stdout }) {
    const { connections = 1, port, strict = false, json = false, color = "auto" } = values;
    const plans = { connections, port };
    const readings = await readSystem({ plans, environment: env });
    const findings = examine(readings, plans);
    if (json) {
      out(`${JSON.stringify({ machine: readings.host.machine, findings }, null, 2)}\n`);
    } else {
      const columns = Math.min(stdout.columns ?? WIDEST, WIDEST);
      out(formatFindings(findings, { columns, paint: levelPainter(hasColors(stdout, env, color)) }));
    }
    const wrong = findings.some(({ level }) => level === "problem" || level === "warning");
    return strict && wrong ? EXIT.failed : EXIT.ok;
  },
});
