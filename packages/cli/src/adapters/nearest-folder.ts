import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The nearest folder, from this one upwards, that has a file or folder of this name. */
export function nearestFolder(from: string, name: string): string | undefined {
  if (existsSync(join(from, name))) return from;
  const above = dirname(from);
  return above === from ? undefined : nearestFolder(above, name);
}
