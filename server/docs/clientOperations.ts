import {CLIENT, JOB, type Operations} from "./operation.ts";

const id = CLIENT;

/** Operations on clients of the data set. */
export const CLIENT_OPERATIONS: Operations = {
  "POST /compute": {
    id: "startScore",
    text: "The original project's call. The job is on disk before the answer leaves; fetch its result with GET, or ask GET /v1/jobs/{id}. With an Idempotency-Key the same request may be sent again without starting twice.",
    params: {ID: id}
  },
  "GET /compute": {
    id: "lastScore",
    text: "The original project's call: the last finished score, of the client in ID or of whoever was scored last. 204 while there is none.",
    params: {ID: id}
  },
  "POST /explainer": {
    id: "startExplanation",
    text: "The original project's call, as POST /compute.",
    params: {ID: id}
  },
  "GET /explainer": {
    id: "lastExplanation",
    text: "The original project's call: the last finished explanation. basePoints + Σ points = score, by cause and by feature.",
    params: {ID: id}
  },
  "GET /v1/jobs/{id}": {
    id: "getJob",
    text: "pending, done with the result, or failed with the problem; until a later job of the same client is finished.",
    params: {id: JOB}
  },
  "GET /v1/clients": {
    id: "findClients",
    text:
      "Without parameters the ids, ascending. With q, decision, minScore, maxScore, near, inTraining or where only those who fit; " +
      "with sort in another order; with fields more than the score of each. Scores are the served model's, as GET /v1/clients/{id}/score gives them. " +
      "Give next as after for the page that follows; equal scores are sorted by id, so that nobody is told twice or passed over.",
    params: {decision: "decline", sort: "-score", limit: 3, fields: "score,decision,AMT_CREDIT,app_age"}
  },
  "GET /v1/clients/{id}": {
    id: "getProfile",
    text: "Every column of the application with its label and unit; never the outcome.",
    params: {id}
  },
  "GET /v1/clients/{id}/score": {
    id: "getScore",
    text: "Computed at once, kept nowhere, told nobody. rawScore is in log-odds of default, score in points (higher is better).",
    params: {id}
  },
  "POST /v1/clients/{id}/score": {
    id: "scoreClient",
    text: "As GET, and the result is kept as the client's latest and appears on the live desk.",
    params: {id}
  },
  "GET /v1/clients/{id}/explanation": {
    id: "getExplanation",
    text:
      "What made the score, by cause and by feature, in points that add up exactly, and reasons that rest on the client's own records. " +
      "The whole has every feature; top, form and fields make it smaller, and otherFeatures then sums up the rest.",
    params: {id, top: 3, form: "compact"}
  },
  "POST /v1/clients/{id}/explanation": {
    id: "explainClient",
    text: "As GET, and the whole result is kept as the client's latest.",
    params: {id, top: 3, form: "compact"}
  },
  "GET /v1/clients/{id}/history": {
    id: "getHistory",
    text: "All raw rows of the client, as they stand in the tables.",
    params: {id}
  },
  "GET /v1/clients/{id}/features/{name}/rows": {
    id: "getFeatureRows",
    text: "The feature's value and the raw rows that it was computed from.",
    params: {id, name: "app_age"}
  },
  "GET /v1/clients/{id}/features/{name}/sensitivity": {
    id: "getFeatureSensitivity",
    text: "For each raw row behind the feature: value and score without it.",
    params: {id, name: "app_age"}
  },
  "GET /v1/clients/{id}/interactions": {
    id: "getInteractions",
    text: "SHAP interaction values of the strongest features, log-odds.",
    params: {id, top: 2}
  },
  "GET /v1/clients/{id}/similar": {
    id: "findSimilar",
    text:
      "The k clients of known outcome who lie nearest by what each cause contributes to the score (SHAP values by cause, Euclidean, exact): how many " +
      "defaulted, with the 95 % Wilson interval, and what models that had not seen them expected. Single outcomes are not told.",
    params: {id, k: 50}
  },
  "POST /v1/clients/{id}/what-if": {
    id: "whatIf",
    text: "Changes raw records (rows) or features, recomputes everything and answers both explanations.",
    params: {id},
    body: {
      rows: [{op: "edit", table: "application", index: 0, values: {AMT_CREDIT: 200000}}],
      features: {app_age: 41}
    }
  },
  "POST /v1/clients/{id}/recourse": {
    id: "findRecourse",
    text: "Up to three lists of actions, each applied to the raw rows and scored again before it is told.",
    params: {id},
    body: {leastAmount: 0.5, longestTerm: 1.5, settledLoans: 5}
  }
};
