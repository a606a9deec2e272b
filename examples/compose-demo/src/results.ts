import { accessSync, constants, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type BenchmarkResult, formatJson } from "@wireduel/core";
import { SettingError } from "./settings.js";

/** Makes the folder and those above it. Where the one above exists, not recursively: in /proc Node would try for ever. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  mkdirSync(folder, { recursive: !existsSync(dirname(folder)) });
}

/** Keeps what is written to the terminal, for the results folder. */
export class Results {
  readonly #folder: string;
  readonly #shownAs: string;
  #text = "";

  /** @throws SettingError if the folder cannot be written to */
  constructor(folder: string, shownAs: string) {
    this.#folder = folder;
    this.#shownAs = shownAs;
    try {
      makeFolder(folder);
      if (!statSync(folder).isDirectory()) throw new Error("it is not a folder");
      accessSync(folder, constants.W_OK);
    } catch (error) {
      throw new SettingError(
        "RESULTS_DIR",
        "a folder that can be written to",
        `${shownAs}: ${(error as Error).message}`,
      );
    }
  }

  /** Writes to the terminal. Files are written at the end, as the disk has no part in what is measured. */
  readonly write = (text: string): void => {
    process.stdout.write(text);
    this.#text += text;
  };

  /**
   * Writes both files; what it returns says where they are.
   * @throws SettingError if they cannot be written
   */
  save(result: BenchmarkResult): string {
    const files = { "output.log": this.#text, "result.json": formatJson(result) };
    for (const [name, content] of Object.entries(files)) {
      const file = join(this.#folder, name);
      try {
        // Anew, not over the old one: that may belong to another user (a run in a container, or one outside).
        rmSync(file, { force: true });
        writeFileSync(file, content);
      } catch (error) {
        throw new SettingError("RESULTS_DIR", "a folder that can be written to", (error as Error).message);
      }
    }
    const shown = Object.keys(files).map((name) => join(this.#shownAs, name));
    return `Results: ${shown.join(" and ")}`;
  }
}
