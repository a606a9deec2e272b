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

  it("has texts at the left, and numbers where the style puts them", () => {
    const found = html(table(["a", "service", "1"]));
    expect(found).toContain('<th scope="row">a<td class="text">service<td>1');
    expect(found).toContain('<th scope="col" class="text">time<th scope="col">p50');
    const texts = html({ kind: "table", head: ["a", "b"], rows: [["c", "d"]], names: 2 });
    expect(texts).toContain('<table class="sortable texts">');
    expect(texts).toContain("<td>d");
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
