import type { GateSummary, GateSummaryRule, GateWord } from "@wireduel/core/report";
import { type Markup, markup } from "../markup/markup.js";

const SIGNS: Readonly<Record<GateWord, string>> = { pass: "✓", fail: "✗", undecided: "?", error: "!" };

/** The classes of the answers: they set the colour. */
const CLASSES: Readonly<Record<GateWord, string>> = {
  pass: "same",
  fail: "slower",
  undecided: "undecided",
  error: "invalid",
};

/** The answer of a gate, with all rules. */
export function gateSummaryOf({ answer, title, rules, notes }: GateSummary): Markup {
  return markup`<section class="gate ${CLASSES[answer]}" aria-label="The gate">
<p class="answer">${SIGNS[answer]} ${title}</p>
<ul>${rules.map(ruleOf)}</ul>
${notes.map((note) => markup`<p dir="auto">${note}</p>\n`)}</section>
`;
}

function ruleOf({ where, rule, answer, measured, reason }: GateSummaryRule): Markup {
  const [first = "", again] = measured;
  const facts = [
    `measured: ${first || "no interval"}`,
    ...(again === undefined ? [] : [`measured again: ${again || "no interval"}`]),
    ...(reason === "" ? [] : [reason]),
  ];
  return markup`<li class="${CLASSES[answer]}"><strong>${SIGNS[answer]} ${answer}</strong> <span dir="auto">${where !== "" && `[${where}] `}${rule}</span><br><span class="soft" dir="auto">${facts.join("; ")}</span></li>\n`;
}
