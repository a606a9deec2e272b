// Where code of others comes from: docs/dependencies.md, the lockfile, and every place that installs.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { filesIn, read, root } from "./documents.js";

interface Manifest {
  readonly name: string;
  readonly license: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Workspace {
  readonly catalog: Readonly<Record<string, string>>;
  readonly allowBuilds: Readonly<Record<string, unknown>>;
  readonly strictDepBuilds: unknown;
  readonly blockExoticSubdeps: unknown;
  readonly minimumReleaseAge: unknown;
}

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly resolution: Readonly<Record<string, string>> }>>;
}

const manifestIn = (folder: string) =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
const workspace = load(read("pnpm-workspace.yaml")) as Workspace;

/** The dependencies of a package that are not of this repository, with their ranges. */
function externalOf({ dependencies, optionalDependencies }: Manifest): Record<string, string> {
  const all = Object.entries({ ...dependencies, ...optionalDependencies });
  return Object.fromEntries(all.filter(([, range]) => !range.startsWith("workspace:")));
}

describe.each(readdirSync(join(root, "packages")))("the dependencies of %s", (name) => {
  const folder = join(root, "packages", name);
  const manifest = manifestIn(folder);
  const external = externalOf(manifest);
  const [, text = ""] = `${read("docs/dependencies.md")}\n## `.split(`\n## ${manifest.name}\n`);
  const [section = ""] = text.split("\n## ");
  const rows = [...section.matchAll(/^\| `([^`]+)` *\| *([^|]+?) *\| *([^|]+?) *\|$/gm)];

  it("are all in docs/dependencies.md, each with its reason", () => {
    expect(text).not.toBe("");
    expect(rows.map(([, name]) => name).toSorted()).toEqual(Object.keys(external).toSorted());
    for (const [, name, , reason = ""] of rows) expect(reason.length, name).toBeGreaterThan(15);
    expect(/^None\b/m.test(section)).toBe(rows.length === 0);
  });

  it("have the licence that docs/dependencies.md says", () => {
    for (const [, name = "", licence] of rows) {
      expect(manifestIn(join(folder, "node_modules", name)).license, name).toBe(licence);
    }
  });

  it("accept compatible versions, from the one list of ranges", () => {
    for (const [name, range] of Object.entries(external)) {
      expect(range, name).toBe("catalog:");
      expect(workspace.catalog[name], name).toMatch(/^\^\d+\.\d+\.\d+$/);
    }
  });
});

describe("an installation", () => {
  it("runs no script of a dependency, and refuses a new one", () => {
    expect(workspace).toMatchObject({
      strictDepBuilds: true,
      blockExoticSubdeps: true,
      minimumReleaseAge: 1_440,
    });
    const allowed = Object.entries(workspace.allowBuilds).filter(([, allows]) => allows !== false);
    expect(allowed).toEqual([]);
  });

  it("has the hash of every package in the lockfile, and no address of a package", () => {
    const locked = Object.entries((load(read("pnpm-lock.yaml")) as Lockfile).packages);
    expect(locked.length).toBeGreaterThan(100);
    const others = locked.filter(([, { resolution }]) => Object.keys(resolution).join() !== "integrity");
    expect(others.map(([name]) => name)).toEqual([]);
  });

  it("is exactly that of the lockfile in CI, in the image and in the action", () => {
    const files = [
      ".ci/run",
      ...filesIn(".github", ""),
      ...["examples", "image"].flatMap((folder) =>
        filesIn(folder, "").filter((file) => basename(file) === "Dockerfile"),
      ),
    ];
    const installs = files.flatMap((file) =>
      [...read(file).matchAll(/pnpm(?:@10)?"? install\b.*/g)].map(([line]) => ({ file, line })),
    );
    expect(new Set(installs.map(({ file }) => file)).size).toBeGreaterThanOrEqual(4);
    for (const { file, line } of installs) expect(line, file).toContain("--frozen-lockfile");
  });
});
