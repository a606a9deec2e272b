import { describe, expect, it } from "vitest";
import { type Cell, nameOf } from "../cells/cell.js";
import { shorten } from "../cells/plan-transfer.js";
import { VARIANTS } from "../cells/variants.js";
import { CURVES } from "./curves.js";
import { TARGETS } from "./targets.js";

const ofTargets = TARGETS.flatMap((target): readonly Cell[] =>
  target.kind === "value" ? [target.cell] : [target.a, target.b, ...target.same],
);
const ofCurves = CURVES.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells));

describe("the measured cells", () => {
  it.each([
    ["targets", ofTargets],
    ["curves", ofCurves],
  ])("has one cell for each name among the %s", (_, cells) => {
    const byName = new Map<string, Cell>();
    for (const cell of cells) {
      expect(byName.get(nameOf(cell)) ?? cell).toEqual(cell);
      byName.set(nameOf(cell), cell);
    }
  });

  it("compares only cells of the same load", () => {
    for (const target of TARGETS) {
      if (target.kind === "value") continue;
      const loads = [target.a, target.b, ...target.same].map((cell) =>
        cell.kind === "transfer" ? [cell.payloadBytes, cell.inFlight, cell.connections, cell.count] : "start",
      );
      for (const load of loads) expect(load).toEqual(loads[0]);
    }
  });

  it("compares a variant with itself by two variants that differ only in name", () => {
    const { label: _, ...once } = VARIANTS.tcp;
    const { label: __, ...again } = VARIANTS["tcp again"];
    expect(again).toEqual(once);
  });

  it("compares each row of a curve with a row of the same curve", () => {
    for (const { rows } of CURVES) {
      const variants = [null, ...rows.map(({ variant }) => variant)];
      for (const { against } of rows) expect(variants).toContain(against);
    }
  });

  it("has a column for each cell in a row of a curve", () => {
    for (const { columns, rows } of CURVES) {
      for (const { cells } of rows) expect(cells).toHaveLength(columns.length);
    }
  });

  it("sends fewer payloads in a smoke run, but at least one", () => {
    for (const cell of ofTargets) {
      const short = shorten(cell, 0.05);
      expect(nameOf(short)).toBe(nameOf(cell));
      if ("count" in short && "count" in cell) {
        expect(short.count).toBeGreaterThan(0);
        expect(short.count).toBeLessThanOrEqual(cell.count);
      }
    }
  });
});
