import fc from "fast-check";
import { expect, it } from "vitest";
import { FreeConnections } from "./free-connections.js";

it("gives the connections in the order in which they were added, like a list", () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat(2_000)), { maxLength: 2_000, size: "max" }), (steps) => {
      const free = new FreeConnections();
      const list: number[] = [];
      for (const connection of steps) {
        if (connection === null) expect(free.take()).toBe(list.shift());
        else {
          free.add(connection);
          list.push(connection);
        }
      }
      while (list.length > 0) expect(free.take()).toBe(list.shift());
      expect(free.take()).toBeUndefined();
    }),
  );
});

it("keeps the order when it grows after some were taken", () => {
  const free = new FreeConnections();
  for (let connection = 0; connection < 64; connection++) free.add(connection);
  for (let connection = 0; connection < 40; connection++) expect(free.take()).toBe(connection);
  for (let connection = 64; connection < 300; connection++) free.add(connection);
  for (let connection = 40; connection < 300; connection++) expect(free.take()).toBe(connection);
  expect(free.take()).toBeUndefined();
});

it("has none after it was cleared", () => {
  const free = new FreeConnections();
  free.add(3);
  free.clear();
  expect(free.take()).toBeUndefined();
  free.add(5);
  expect(free.take()).toBe(5);
});
