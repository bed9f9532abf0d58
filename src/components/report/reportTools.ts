import {html} from "../dom.ts";
import {download} from "../download.ts";
import {type Lang, t} from "../i18n.ts";
import {asInput, type Input} from "../input.ts";
import {pathIn} from "../shell/frame.ts";
import {scoreToCsv, scoreToJson} from "./exports.ts";
import type {Report} from "./loadReport.ts";

/** What is shown and printed. */
export type Paper = "report" | "letter";
const PAPERS = ["report", "letter"] as const satisfies readonly Paper[];

/** Draws what can be done with a report: choose the paper, print it, take the score with you. An input of the paper. */
export function reportTools(lang: Lang, {explanation}: Report): Input<Paper> {
  const {clientId} = explanation;
  const first: Paper = new URLSearchParams(location.search).get("paper") === "letter" ? "letter" : "report";
  const choices = PAPERS.map(
    (paper) =>
      html`<label class="chip"><input type="radio" name="paper" value=${paper} onchange=${() => choose(paper)}><span>${t(lang, `report.paper.${paper}`)}</span></label>`
  );
  const save = (kind: "json" | "csv") => () => {
    const text = kind === "json" ? scoreToJson(explanation) : scoreToCsv(lang, explanation);
    download(`score-${clientId}.${kind}`, text, kind === "json" ? "application/json" : "text/csv");
  };
  const show = (paper: Paper) => {
    for (const field of element.querySelectorAll<HTMLInputElement>("[name=paper]"))
      field.checked = field.value === paper;
  };
  function choose(paper: Paper) {
    const query = new URLSearchParams(location.search);
    query.set("paper", paper);
    history.replaceState(null, "", `${location.pathname}?${query}`);
    change(paper);
  }
  const {element, change} = asInput<Paper>(
    html`<div class="controls report-tools">
      <span class="chips" role="radiogroup" aria-label=${t(lang, "report.paper")}>${choices}</span>
      <button type="button" class="primary" onclick=${() => print()}>${t(lang, "report.print")}</button>
      <button type="button" onclick=${save("json")}>${t(lang, "report.json")}</button>
      <button type="button" onclick=${save("csv")}>${t(lang, "report.csv")}</button>
      <a href=${`${pathIn(lang, "/client")}?id=${clientId}`}>${t(lang, "report.client")}</a>
    </div>`,
    first,
    show
  );
  show(first);
  return element;
}
