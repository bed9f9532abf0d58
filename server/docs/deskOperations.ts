import {CLIENT, type Operations} from "./operation.ts";

/** Records that the examples before have made, in a chain that was empty. */
const DECISION = 1;
const PROPOSAL = 2;

/** Operations on decisions, the cut-off, cases, the chain and who asks. */
export const DESK_OPERATIONS: Operations = {
  "GET /v1/overrides": {
    id: "listOverrideReasons",
    text: "The taxonomy that override.reason of a decision is taken from."
  },
  "POST /v1/clients/{id}/decisions": {
    id: "decide",
    text: "What was decided, by whom and on what: digests of raw rows and features, model, cut-off, score and reasons become a record of the chain. A decision other than the model's needs override. by names who decides where nobody signs in.",
    params: {id: CLIENT},
    body: {decision: "approve", note: "Payslips seen.", by: "Ada"}
  },
  "GET /v1/decisions": {
    id: "listDecisions",
    text: "Newest first; of a client, of a person, or overrides alone.",
    params: {client: CLIENT, limit: 5}
  },
  "GET /v1/decisions/{id}": {
    id: "getDecision",
    text: "With the record as it was hashed.",
    params: {id: DECISION}
  },
  "POST /v1/decisions/{id}/confirm": {
    id: "confirmDecision",
    text: "Where the configuration asks for a second person, an override counts from then on.",
    params: {id: DECISION},
    body: {by: "Grace"},
    untried: "needs an override that waits for a second person"
  },
  "POST /v1/decisions/{id}/refuse": {
    id: "refuseDecision",
    text: "The override never counts; both records stay in the chain.",
    params: {id: DECISION},
    body: {by: "Grace", note: "The guarantee is not signed."},
    untried: "needs an override that waits for a second person"
  },
  "POST /v1/policy/proposals": {
    id: "proposeCutoff",
    text: "Changes nothing until somebody else approves it.",
    body: {cutoff: 605, referBand: 10, note: "Fewer losses in the autumn.", by: "Ada"}
  },
  "POST /v1/policy/proposals/{id}/approve": {
    id: "approveCutoff",
    text: "By another person than who proposed it. From the next answer on every score, page and socket has the new cut-off.",
    params: {id: PROPOSAL},
    body: {by: "Grace"}
  },
  "POST /v1/policy/proposals/{id}/reject": {
    id: "rejectCutoff",
    text: "The proposal stays in the history.",
    params: {id: PROPOSAL},
    body: {by: "Grace", note: "Not before the holidays."},
    untried: "needs a proposal that is open"
  },
  "GET /v1/policy/proposals/{id}": {
    id: "getProposal",
    text: "With what became of it.",
    params: {id: PROPOSAL}
  },
  "GET /v1/policy": {
    id: "getPolicy",
    text: "version names the record that approved it; 0 is the model's own."
  },
  "GET /v1/policy/history": {
    id: "listProposals",
    text: "Everything that was ever proposed.",
    params: {limit: 5}
  },
  "POST /v1/cases/{id}": {
    id: "changeCase",
    text: "Notes, edits as a what-if takes them, scenarios, claims and the decision; all who have the case open are told at once.",
    params: {id: CLIENT},
    body: {note: "Asked for the last payslip.", by: "Ada"}
  },
  "GET /v1/cases/{id}": {
    id: "getCase",
    text: "The whole, or what is newer than version.",
    params: {id: CLIENT}
  },
  "GET /v1/cases": {
    id: "listCases",
    text: "The work queue: cases by status, or clients near the cut-off, newest declines and failed jobs.",
    params: {status: "open"}
  },
  "GET /v1/audit/head": {
    id: "auditHead",
    text: "Keep it elsewhere: npm run audit -- verify --head holds the chain against it."
  },
  "GET /v1/audit/records/{id}": {
    id: "getRecord",
    text: "hash is the SHA-256 of everything else in it as canonical JSON (RFC 8785); previous is the hash of the record before.",
    params: {id: DECISION}
  },
  "GET /v1/audit/verify": {id: "auditVerify", text: "Every record and every stored input is hashed again."},
  "GET /v1/session": {id: "whoAsks", text: "The name that is kept with what one does, and the role."},
  "POST /v1/session": {
    id: "signIn",
    text: "Sets the cookie of a browser's session.",
    body: {token: "sb_…"},
    untried: "needs a token of this server"
  },
  "DELETE /v1/session": {
    id: "signOut",
    text: "Ends the session wherever its cookie is.",
    untried: "ends a session"
  }
};
