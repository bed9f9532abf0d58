import assert from "node:assert/strict";
import {after, before, describe, test} from "node:test";
import {Ajv2020} from "ajv/dist/2020.js";
import {type App, createApp} from "../../../server/app/app.ts";
import {openParts} from "../../../server/app/open.ts";
import type {Problem} from "../../../src/core/errors.ts";
import type {ApplicantExplanation, ApplicantScore} from "../../../src/core/schema/applicant.ts";
import type {Explanation} from "../../../src/core/schema/explanation.ts";
import {createDemoSet} from "../kit/demoSet.ts";
import {silent} from "../kit/fakes.ts";

type Row = Record<string, number | string | null>;
type History = {tables: {name: string; rows: Row[]}[]};
let set: Awaited<ReturnType<typeof createDemoSet>>;
let app: App;
before(async () => {
  set = await createDemoSet();
  app = await createApp(openParts(set.config, silent));
});
after(async () => {
  await app.close();
  set.remove();
});

const get = async <T>(url: string): Promise<T> =>
  (await app.fastify.inject({method: "GET", url})).json() as T;
async function post<T>(url: string, payload: object) {
  const response = await app.fastify.inject({method: "POST", url, payload});
  return {status: response.statusCode, body: response.json() as T};
}
/** Writes a known client as an applicant. */
async function asApplicant(id: number) {
  const {tables} = await get<History>(`/v1/clients/${id}/history`);
  const {application, ...rest} = Object.fromEntries(tables.map(({name, rows}) => [name, rows]));
  return {application: application![0]!, ...rest};
}
const ids = async () =>
  (await get<{clients: {clientId: number}[]}>("/v1/clients?limit=60")).clients.map(({clientId}) => clientId);
const timeless = ({computedAt: _, durationMs: __, ...rest}: Explanation | ApplicantExplanation) => rest;

describe("applicants who are in no table", () => {
  test("POST /v1/score and /v1/explanation of a known client's rows answer as for the client", async () => {
    for (const id of await ids()) {
      const applicant = await asApplicant(id);
      const {status, body} = await post<ApplicantExplanation>("/v1/explanation", applicant);
      assert.equal(status, 200, JSON.stringify(body));
      const {assumed, ...told} = timeless(body) as ApplicantExplanation;
      const known = await get<Explanation>(`/v1/clients/${id}/explanation`);
      assert.deepEqual(told, timeless(known));
      assert.ok(assumed.every(({table}) => table === "application"));
      const {body: scored} = await post<ApplicantScore>("/v1/score", applicant);
      assert.equal(scored.rawScore, known.rawScore);
    }
  });

  test("the comparison with a known client finds a planted difference", async () => {
    const [id] = await ids();
    const applicant = await asApplicant(id!);
    applicant.application.EXT_SOURCE_2 = 0.01;
    const {body} = await post<ApplicantScore>("/v1/score", applicant);
    const known = await get<Explanation>(`/v1/clients/${id}/explanation`);
    assert.notEqual(body.rawScore, known.rawScore);
  });

  test("POST /v1/explanation of somebody unknown says what was assumed, and points add up", async () => {
    const applicant = {
      application: {AMT_CREDIT: 400000, AMT_ANNUITY: 24000, AMT_INCOME_TOTAL: 200000, DAYS_BIRTH: -12000},
      bureau: [{CREDIT_ACTIVE: "Active", DAYS_CREDIT: -300, AMT_CREDIT_SUM_DEBT: 42000}],
      POS_CASH_balance: []
    };
    const {status, body} = await post<ApplicantExplanation>("/v1/explanation", applicant);
    assert.equal(status, 200, JSON.stringify(body));
    assert.equal(body.clientId, null);
    assert.equal(body.inTraining, false);
    assert.equal(
      body.features.reduce((sum, {points}) => sum + points, body.basePoints),
      body.score
    );
    const tables = body.assumed.map(({table}) => table);
    assert.deepEqual(tables, [
      "application",
      "bureau_balance",
      "previous_application",
      "credit_card_balance",
      "installments_payments"
    ]);
    assert.ok(body.assumed[0]!.columns!.includes("EXT_SOURCE_2"));
    assert.ok(!body.assumed[0]!.columns!.includes("TARGET"));
    assert.ok(!/other lenders is on record|no credit/i.test(JSON.stringify(body.reasonCodes)));
  });

  const own = {AMT_CREDIT: 1000};
  const REFUSED: [title: string, body: object, path: RegExp][] = [
    ["no application", {bureau: []}, /^\/$|application/],
    ["an unknown table", {application: own, loans: []}, /^\/$|loans/],
    ["an unknown column", {application: {...own, INCOME: 1}}, /^\/application\/INCOME$/],
    ["the outcome", {application: {...own, TARGET: 1}}, /^\/application\/TARGET$/],
    ["an unknown word", {application: {...own, CODE_GENDER: "Z"}}, /^\/application\/CODE_GENDER$/],
    ["a birth to come", {application: {...own, DAYS_BIRTH: 12}}, /^\/application\/DAYS_BIRTH$/],
    ["a fraction of a child", {application: {...own, CNT_CHILDREN: 2.5}}, /^\/application\/CNT_CHILDREN$/],
    ["a flag of 7", {application: {...own, FLAG_MOBIL: 7}}, /^\/application\/FLAG_MOBIL$/],
    ["text for a number", {application: {...own, AMT_ANNUITY: "12"}}, /^\/application\/AMT_ANNUITY$/],
    ["a list for a row", {application: []}, /^\/application$/],
    ["a row for a list", {application: own, bureau: {}}, /^\/bureau$/],
    [
      "an unknown word of a loan",
      {application: own, bureau: [{CREDIT_ACTIVE: "open"}]},
      /^\/bureau\/0\/CREDIT_ACTIVE$/
    ],
    [
      "a month of no loan",
      {
        application: own,
        bureau: [{SK_ID_BUREAU: 1}],
        bureau_balance: [{SK_ID_BUREAU: 2, MONTHS_BALANCE: -1}]
      },
      /^\/bureau_balance\/0\/SK_ID_BUREAU$/
    ],
    [
      "a loan twice",
      {application: own, bureau: [{SK_ID_BUREAU: 1}, {SK_ID_BUREAU: 1}]},
      /^\/bureau\/1\/SK_ID_BUREAU$/
    ],
    [
      "another client's row",
      {application: {...own, SK_ID_CURR: 7}, bureau: [{SK_ID_CURR: 8}]},
      /^\/bureau\/0\/SK_ID_CURR$/
    ]
  ];
  for (const [title, body, path] of REFUSED)
    test(`POST /v1/score with ${title} answers REQUEST_INVALID at its place`, async () => {
      const {status, body: problem} = await post<Problem>("/v1/score", body);
      assert.equal(status, 400, JSON.stringify(problem));
      assert.equal(problem.code, "REQUEST_INVALID");
      assert.match(problem.issues[0]!.path, path);
    });

  test("GET /schemas/applicant.json accepts what known clients say, and refuses what the server refuses", async () => {
    const accepts = new Ajv2020({allErrors: true, strictTypes: false}).compile(
      await get("/schemas/applicant.json")
    );
    for (const id of (await ids()).slice(0, 20)) {
      const {application, ...tables} = await asApplicant(id);
      const rows = Object.fromEntries(
        Object.entries(tables).map(([name, all]) => [
          name,
          (all as Row[]).map(({SK_ID_CURR: _, ...row}) => row)
        ])
      );
      assert.ok(accepts({application, ...rows}), JSON.stringify(accepts.errors?.slice(0, 3)));
    }
    for (const [title, body] of REFUSED.slice(0, 12)) assert.ok(!accepts(body), title);
  });
});
