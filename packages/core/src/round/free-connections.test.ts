import fc from "fast-check";
import { expect, it } from "vitest";
import { FreeConnections } from "./free-connections.js";

const step = fc.oneof(
  { weight: 50, arbitrary: fc.nat(2_000) },
  { weight: 45, arbitrary: fc.constant("shift" as const) },
  { weight: 1, arbitrary: fc.constant("clear" as const) },
);

it("gives what an array gives", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 500, size: "max" }), (steps) => {
      const free = new FreeConnections();
      let model: number[] = [];
      for (const one of steps) {
        if (one === "shift") expect(free.shift()).toBe(model.shift());
        else if (one === "clear") {
          free.clear();
          model = [];
        } else {
          free.push(one);
          model.push(one);
        }
        expect(free.length).toBe(model.length);
      }
      for (const connection of model) expect(free.shift()).toBe(connection);
      expect(free.shift()).toBeUndefined();
    }),
  );
});
