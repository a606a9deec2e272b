// Writes the reference in docs/command.md from the tables of commands and flags:
// npx tsx --conditions=@wireduel/source scripts/write-command.mjs
import { fileURLToPath } from "node:url";
import { COMMANDS } from "../packages/cli/src/commands/index.ts";
import { writeBetween } from "./between-markers.mjs";
import { commandReference, MARKERS } from "./command-reference.ts";

const document = fileURLToPath(new URL("../docs/command.md", import.meta.url));
writeBetween(document, MARKERS.begin, MARKERS.end, commandReference(COMMANDS));
