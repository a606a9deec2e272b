import { accessSync, constants, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BenchmarkResult, formatJson } from "@wireduel/core";
import { SettingError } from "./settings.js";

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
      mkdirSync(folder, { recursive: true });
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

  /** Writes both files; what it returns says where they are. */
  save(result: BenchmarkResult | undefined): string {
    const names = ["output.log"];
    writeFileSync(join(this.#folder, "output.log"), this.#text);
    if (result) {
      names.push("result.json");
      writeFileSync(join(this.#folder, "result.json"), formatJson(result));
    }
    return `Results: ${names.map((name) => join(this.#shownAs, name)).join(" and ")}`;
  }
}
