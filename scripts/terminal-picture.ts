// The output of a command as an SVG that looks like a terminal.

const LINE = 18;
const CHARACTER = 7.8;
const SIDE = 16;
const BAR = 30;

const ESCAPE = "\u001B";
/** Text, and the control sequence that follows it. */
const PIECES = new RegExp(`([^${ESCAPE}]*)(?:${ESCAPE}\\[([\\d;]*)m)?`, "g");

/** The class that a code of a style begins. */
const BEGINS: Readonly<Record<string, string>> = { "1": "bold", "2": "dim", "31": "red", "33": "yellow" };
/** The classes that a code ends. */
const ENDS: Readonly<Record<string, readonly string[]>> = {
  "0": Object.values(BEGINS),
  "22": ["bold", "dim"],
  "39": ["red", "yellow"],
};

/**
 * Draws it.
 * @param output what the command wrote, with its control sequences for styles
 */
export function terminalPicture(output: string): string {
  const lines = output.trimEnd().split("\n").flatMap(folded);
  const columns = Math.max(...lines.map((line) => line.replaceAll(PIECES, "$1").length));
  const width = Math.ceil(columns * CHARACTER) + 2 * SIDE;
  const height = BAR + lines.length * LINE + SIDE;
  const styles = new Set<string>();
  const texts = lines.map((line, index) => {
    const y = BAR + (index + 1) * LINE - 5;
    return `<text x="${SIDE}" y="${y}">${spansOf(line, styles)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">
<title id="title">A report in a terminal</title>
<style>text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#d8dee4;white-space:pre}.bold{font-weight:700;fill:#fff}.dim{fill:#9aa4af}.red{fill:#ff8f87}.yellow{fill:#f0c95a}</style>
<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>
<g fill="#4b535d"><circle cx="20" cy="16" r="5"/><circle cx="38" cy="16" r="5"/><circle cx="56" cy="16" r="5"/></g>
${texts.join("\n")}
</svg>
`;
}

/** A terminal has so many columns. Its lines are broken between words. */
const COLUMNS = 100;

function folded(line: string): string[] {
  return line.match(new RegExp(`.{1,${COLUMNS}}(?: |$)`, "g")) ?? [line];
}

function spansOf(line: string, styles: Set<string>): string {
  return [...line.matchAll(PIECES)]
    .map(([, text = "", codes]) => {
      const classes = [...styles].join(" ");
      for (const code of (codes ?? "").split(";")) {
        for (const name of ENDS[code] ?? []) styles.delete(name);
        if (BEGINS[code] !== undefined) styles.add(BEGINS[code]);
      }
      if (text === "") return "";
      return classes === "" ? escaped(text) : `<tspan class="${classes}">${escaped(text)}</tspan>`;
    })
    .join("");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
