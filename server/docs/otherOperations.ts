import {EXAMPLE_APPLICANT} from "./exampleApplicant.ts";
import {CLIENT, type Operations} from "./operation.ts";

const notebook = {
  title: "Bad rate by gender",
  by: "Ada",
  version: 0,
  cells: [{id: "1", mode: "sql", value: "SELECT CODE_GENDER, avg(target) FROM clients GROUP BY 1"}]
};
const schema = (id: string, of: string) => ({
  id,
  text: `JSON Schema of ${of}, by Kaggle's column names, with types, words and bounds.`
});

/** Operations on applicants, all clients at once, the model, notebooks and the server itself. */
export const OTHER_OPERATIONS: Operations = {
  "POST /v1/score": {
    id: "scoreApplicant",
    text: "Change the example to your own applicant and send it. Only application is needed; every column may be left out and then counts as missing, which assumed tells.",
    body: EXAMPLE_APPLICANT
  },
  "POST /v1/explanation": {
    id: "explainApplicant",
    text: "As POST /v1/score, with the causes in points that add up and the reasons.",
    params: {top: 3, form: "compact"},
    body: EXAMPLE_APPLICANT
  },
  "POST /v1/batch": {
    id: "batch",
    text: "Results come in the order of the items and no faster than they are read; one that fails does not fail the others.",
    params: {kind: "score"},
    body: {ids: [CLIENT], applicants: [EXAMPLE_APPLICANT]},
    bodies: {
      "application/x-ndjson": `${CLIENT}\n{"application": {"AMT_CREDIT": 300000}}\n`,
      "text/csv": `SK_ID_CURR\n${CLIENT}\n`
    }
  },
  "GET /schemas/applicant.json": schema("applicantSchema", "a whole applicant"),
  "GET /schemas/application.json": schema("applicationSchema", "a row of the application"),
  "GET /schemas/bureau.json": schema("bureauSchema", "a loan at another lender"),
  "GET /schemas/bureau_balance.json": schema("bureauBalanceSchema", "a month of such a loan"),
  "GET /schemas/previous_application.json": schema("previousApplicationSchema", "an earlier application"),
  "GET /schemas/POS_CASH_balance.json": schema("posSchema", "a month of a cash loan or a purchase on credit"),
  "GET /schemas/credit_card_balance.json": schema("cardSchema", "a month of a credit card"),
  "GET /schemas/installments_payments.json": schema("installmentsSchema", "a payment"),
  "GET /schemas/config.json": {
    id: "configSchema",
    text: "For editors and for whoever checks a configuration."
  },
  "GET /v1/scores.csv": {
    id: "exportScoresCsv",
    text: "Streamed, compressed for those who take gzip, with an ETag that changes with data, model and policy. The filters are those of GET /v1/clients. QUERY_BUSY while the scores are being made for the first time.",
    params: {decision: "decline", near: 20}
  },
  "GET /v1/scores.arrow": {
    id: "exportScoresArrow",
    text: "The same columns as /v1/scores.csv in batches of an Arrow stream; decisions are a dictionary.",
    params: {decision: "decline", near: 20}
  },
  "GET /v1/features.arrow": {
    id: "exportColumns",
    text: "Any columns of all clients, for a notebook or a data frame.",
    params: {columns: "app_age,AMT_CREDIT,target", where: "AMT_CREDIT > 500000", limit: 1000}
  },
  "POST /v1/sql": {
    id: "sql",
    text: "Reads only: one SELECT over the tables, in a process of its own with bounds of time and memory.",
    body: {
      sql: "SELECT CODE_GENDER, count(*) AS clients, avg(target) AS bad_rate FROM clients GROUP BY 1 ORDER BY 1"
    }
  },
  "GET /v1/tables": {
    id: "listTables",
    text: "What the columns of the raw tables mean, in English and French."
  },
  "GET /v1/features": {id: "listFeatures", text: "The catalogue, and what the model derives from it."},
  "GET /v1/model": {
    id: "getModel",
    text: "The manifest of the served model, its figures out of fold and on the hold-out, and what is served."
  },
  "GET /v1/model/browser": {
    id: "getBrowserModel",
    text: "With model.txt and the catalogue, a page answers what features lead to without asking."
  },
  "GET /v1/model/model.txt": {
    id: "getModelText",
    text: "Its ETag is the sha256 that every score names. LightGBM itself reads it as well."
  },
  "GET /v1/model/card.html": {
    id: "showModelCard",
    text: "For those who decide whether to use it: what it is, its data, figures with intervals, limits, fairness."
  },
  "GET /v1/model/card.md": {
    id: "tellModelCard",
    text: "The same as Markdown, to keep beside other documents."
  },
  "PUT /v1/notebooks/{id}": {
    id: "saveNotebook",
    text: "version is the one that the change was made from, 0 for a new notebook; another one is 409.",
    params: {id: "bad-rate"},
    body: notebook
  },
  "GET /v1/search/studies": {
    id: "listStudies",
    text: "Each is an Optuna journal file, models/studies/NAME/study.journal; one that runs is among them."
  },
  "GET /v1/search/studies/{name}": {
    id: "getStudy",
    text: "Over a socket, search:join answers the same and search:progress tells what changes.",
    params: {name: "demo"}
  },
  "GET /v1/notebooks": {
    id: "listNotebooks",
    text: "Titles, versions and who saved them.",
    params: {limit: 10}
  },
  "GET /v1/notebooks/{id}": {id: "getNotebook", text: "The newest version.", params: {id: "bad-rate"}},
  "GET /v1/notebooks/{id}/versions": {
    id: "listNotebookVersions",
    text: "The newest 100.",
    params: {id: "bad-rate"}
  },
  "GET /v1/notebooks/{id}/versions/{version}": {
    id: "getNotebookVersion",
    text: "As it was then.",
    params: {id: "bad-rate", version: 1}
  },
  "DELETE /v1/notebooks/{id}": {
    id: "removeNotebook",
    text: "Cannot be undone.",
    params: {id: "bad-rate"}
  },
  "GET /health/live": {id: "live", text: "For a supervisor that restarts what is dead."},
  "GET /health/ready": {id: "ready", text: "For a load balancer: 503 names each part that does not work."},
  "GET /metrics": {
    id: "metrics",
    text: "Latencies by route and by event, jobs, queue, sockets, what was dropped, the model, event loop and process."
  },
  "GET /problems/{code}": {
    id: "describeProblem",
    text: "Where the type of every problem leads.",
    params: {code: "CLIENT_UNKNOWN"}
  }
};
