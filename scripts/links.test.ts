// Checks that every link between the documents has a target.
import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { documents, read, root, withoutFences } from "./documents.js";

/** The anchors of a document, as GitHub derives them from headings. */
function anchorsOf(file: string): Set<string> {
  const used = new Map<string, number>();
  const anchors = new Set<string>();
  for (const [, heading = ""] of withoutFences(read(file)).matchAll(/^#+ (.+)$/gm)) {
    const slug = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(/\s/g, "-");
    const times = used.get(slug) ?? 0;
    used.set(slug, times + 1);
    anchors.add(times === 0 ? slug : `${slug}-${times}`);
  }
  return anchors;
}

describe("links", () => {
  it.each(documents)("of %s have a target", (file) => {
    const text = withoutFences(read(file)).replaceAll(/`[^`\n]*`/g, "");
    const broken = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target]) => target as string)
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => {
        const [path = "", anchor] = target.split("#");
        const place = path === "" ? file : relative(root, resolve(root, dirname(file), decodeURI(path)));
        if (!existsSync(join(root, place))) return true;
        return anchor !== undefined && !(place.endsWith(".md") && anchorsOf(place).has(anchor));
      });
    expect(broken).toEqual([]);
  });
});
