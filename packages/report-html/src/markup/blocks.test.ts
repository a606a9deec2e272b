import type { Block } from "@wireduel/core/report";
import { describe, expect, it } from "vitest";
import { blocksAsHtml } from "./blocks.js";

const table = (...rows: readonly (readonly string[])[]): Block => ({
  kind: "table",
  head: ["", "time", "p50"],
  rows,
  names: 2,
});
const html = (...blocks: readonly Block[]) =>
  blocksAsHtml(blocks, 3, "All")
    .map(({ text }) => text)
    .join("");

describe("a table of a report", () => {
  it("has the name of the heading above it", () => {
    const names = [
      ...html(table(), { kind: "heading", text: "A & B" }, table()).matchAll(/aria-label="([^"]*)"/g),
    ];
    expect(names.map(([, name]) => name)).toEqual(["All", "A &amp; B"]);
  });

  it("can be sorted", () => {
    expect(html(table(["a", "service", "1"], ["b", "service", "2"]))).toContain('<table class="sortable">');
  });

  it("cannot be sorted if a row belongs to the one above it, whose name has no element then", () => {
    const grouped = html(table(["a", "service", "1"], ["", "transmission", "2"]));
    expect(grouped).not.toContain("sortable");
    expect(grouped.match(/<th scope="row"/g)).toHaveLength(1);
  });
});
