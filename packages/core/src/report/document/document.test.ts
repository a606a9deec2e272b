import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asIs, asText, type Block, heading, lines, list, strong, table } from "./block.js";
import { asMarkdown } from "./markdown.js";

const blocks: readonly Block[] = [
  heading("A *title* with |"),
  strong("First.", "Second."),
  ...list("Notes:", ["one", "two_three"]),
  ...list("None:", []),
  lines("Before\n- an item\nAfter with `code | and *`."),
  table(["", "what", "x"], [["a|b", "c\nd", "1.2"]], 2),
  asIs("Image 1: ```", "Image 2"),
  lines(""),
];

describe("a document", () => {
  it("is written as text and as Markdown", async () => {
    const both = `${asText(blocks)}\n\n----------\n\n${asMarkdown(blocks)}`;
    await expect(both).toMatchFileSnapshot("../snapshots/document.txt");
  });

  it("has as many cells in each row of a Markdown table as in its head, whatever the cells contain", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string()), { minLength: 1, maxLength: 5 }), (rows) => {
        const written = asMarkdown([table(["", "x"], rows)])
          .trimEnd()
          .split("\n");
        expect(written).toHaveLength(rows.length + 2);
        for (const line of written) expect(line.match(/(?<!\\)(?:\\\\)*\|/g)).toHaveLength(3);
      }),
    );
  });

  it("has no heading, list or line break from a label", () => {
    const label = "x\n# heading\n- item\n\n```";
    for (const markdown of [asMarkdown([lines(`${label} end`)]), asMarkdown([table([label], [[label]])])]) {
      expect(markdown).not.toMatch(/^(#|```)/m);
    }
  });
});
