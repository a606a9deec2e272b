import type { StoredResult } from "@wireduel/core/report";
import { type Markup, markup } from "../markup/markup.js";
import type { Section } from "./section.js";

/**
 * How to measure the same again.
 * @param result what the page says about the result itself
 */
export function repeatOf(
  { provenance, settings }: StoredResult,
  command: string | undefined,
  result: Markup,
): Section {
  const { core, node, runtime, id } = provenance;
  const { rounds, seed } = settings;
  // The command says it in the words of who typed it: a number of rounds, or a time.
  const length = command !== undefined ? "" : `, ${rounds === 1 ? "1 round" : `at most ${rounds} rounds`}`;
  const content = markup`${
    command === undefined
      ? markup`<p>This result does not say which command measured it. The settings above and these numbers repeat it.</p>`
      : commandAsHtml(command)
  }
<p>Seed ${seed}${length}, @wireduel/core ${core}, ${runtime} ${node}. The id of this result is <code>${id}</code>.</p>
${result}
`;
  return { id: "repeat", title: "How to repeat it", content };
}

/** A command line. The script lets a reader copy it. */
export function commandAsHtml(command: string): Markup {
  return markup`<pre tabindex="0"><code id="command">${command}</code></pre>`;
}
