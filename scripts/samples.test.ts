// Checks that the samples in the documents compile.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { FENCE, read, root, written } from "./documents.js";
import { typeErrors } from "./type-errors.js";

describe("samples", () => {
  // Inside the repository, so that packages resolve. The folder has its own `.gitignore`.
  const folder = mkdtempSync(join(root, ".samples-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("compile", async () => {
    const modules = join(folder, "node_modules");
    mkdirSync(join(modules, "@wireduel"), { recursive: true });
    for (const name of ["core", "report-html", "adapter-ws", "adapter-grpc", "adapter-tcp", "adapter-http"]) {
      symlinkSync(join(root, "packages", name), join(modules, "@wireduel", name), "junction");
    }
    symlinkSync(join(root, "packages/cli"), join(modules, "wireduel"), "junction");
    writeFileSync(join(folder, ".gitignore"), "*\n");
    const compilerOptions = {
      noEmit: true,
      customConditions: ["@wireduel/source"],
      isolatedDeclarations: false,
    };
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        extends: "../tsconfig.base.json",
        compilerOptions: { ...compilerOptions, declaration: false },
        include: ["**/*.ts"],
      }),
    );
    let samples = 0;
    for (const file of written) {
      // The samples of a document form one project. A first-line comment is the file name of a sample that others import.
      const project = join(folder, file.replaceAll(/[/\\]/g, "-").replace(/\.md$/, ""));
      for (const [index, code] of samplesOf(file).entries()) {
        mkdirSync(project, { recursive: true });
        const [, name = `sample-${index + 1}.ts`] = code.match(/^\/\/ ([\w.-]+\.ts)\n/) ?? [];
        writeFileSync(join(project, basename(name)), `${code}\nexport {};\n`);
        samples++;
      }
    }
    expect(samples).toBeGreaterThan(10);
    expect(await typeErrors(folder)).toBe("");
  }, 120_000);
});

function samplesOf(file: string): string[] {
  return [...read(file).matchAll(FENCE)]
    .filter(([, language]) => language === "ts")
    .map(([, , code]) => code as string);
}
