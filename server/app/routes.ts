import type {FastifyInstance} from "fastify";
import {configSchema} from "../../src/core/schema/config.ts";
import {explanationSchema} from "../../src/core/schema/explanation.ts";
import {scoreSchema} from "../../src/core/schema/score.ts";
import type {Access} from "../access/access.ts";
import type {Attempt} from "../access/gate.ts";
import {serveSession} from "../access/session.ts";
import type {Cases} from "../cases/cases.ts";
import type {WorkQueue} from "../cases/queue.ts";
import {serveExports} from "../clients/exports.ts";
import type {Decisions} from "../decisions/decisions.ts";
import {serveDocs} from "../docs/page.ts";
import type {Metrics} from "../metrics/metrics.ts";
import {serveMetrics} from "../metrics/route.ts";
import type {Promotions} from "../models/promotions.ts";
import type {Notebooks} from "../notebooks/notebooks.ts";
import type {Policies} from "../policy/policies.ts";
import {serveApplicants} from "../rest/clients/applicants.ts";
import {serveBatch} from "../rest/clients/batch.ts";
import {serveClients} from "../rest/clients/clients.ts";
import {serveSimilar} from "../rest/clients/similar.ts";
import {serveWorkbench} from "../rest/clients/workbench.ts";
import {serveAudit} from "../rest/decisions/audit.ts";
import {serveCases} from "../rest/decisions/cases.ts";
import {serveDecisions} from "../rest/decisions/decisions.ts";
import {servePolicy} from "../rest/decisions/policy.ts";
import {serveHealth} from "../rest/health.ts";
import {serveInference} from "../rest/models/inference.ts";
import {serveModelCard} from "../rest/models/modelCard.ts";
import {serveModels} from "../rest/models/models.ts";
import {serveSearch} from "../rest/models/search.ts";
import {serveNotebooks} from "../rest/notebooks.ts";
import {useOpenApi} from "../rest/openapi.ts";
import {serveQuery} from "../rest/query.ts";
import {serveResources} from "../rest/resources.ts";
import type {Scoring} from "../scoring/scoring.ts";
import {NO_STUDIES} from "../search/studies.ts";
import type {AppParts} from "./parts.ts";

/** Everything that can be asked by REST, with the document that describes it. */
export async function serveRoutes(
  fastify: FastifyInstance,
  {
    engine,
    clients,
    results,
    chain,
    workbench,
    queries,
    scored = null,
    studies = NO_STUDIES,
    similar = null,
    models = null,
    inference = null,
    pool = null,
    version,
    checks
  }: AppParts,
  made: {
    access: Access;
    language: "en" | "fr";
    basePath: string;
    metrics: Metrics;
    scoring: Scoring;
    notebooks: Notebooks;
    decisions: Decisions;
    policies: Policies;
    promotions: Promotions | null;
    cases: Cases;
    queue: WorkQueue;
    /** @throws RATE_LIMITED */
    countAttempt(attempt: Attempt): Promise<void>;
    isDraining: () => boolean;
  }
): Promise<void> {
  const {access, language, basePath, scoring, countAttempt, isDraining} = made;
  for (const schema of [scoreSchema, explanationSchema, configSchema]) fastify.addSchema(schema);
  await useOpenApi(fastify, {version, basePath});
  await fastify.register(serveSession, {access, countAttempt, language, basePath});
  await fastify.register(serveDocs);
  await fastify.register(serveMetrics, {metrics: made.metrics});
  await fastify.register(serveResources, {scoring});
  await fastify.register(serveClients, {clients, scoring, scored, pool});
  if (scored) await fastify.register(serveExports, {scored});
  if (similar) await fastify.register(serveSimilar, {similar});
  if (workbench) {
    await fastify.register(serveWorkbench, {workbench});
    await fastify.register(serveModelCard, {workbench});
    await fastify.register(serveApplicants, {workbench});
    await fastify.register(serveBatch, {engine, workbench, pool});
  }
  if (queries) await fastify.register(serveQuery, {queries});
  await fastify.register(serveNotebooks, {notebooks: made.notebooks});
  await fastify.register(serveDecisions, {decisions: made.decisions});
  await fastify.register(servePolicy, {policies: made.policies});
  if (made.promotions && models)
    await fastify.register(serveModels, {promotions: made.promotions, slot: models});
  await fastify.register(serveAudit, {chain});
  await fastify.register(serveCases, {cases: made.cases, queue: made.queue});
  await fastify.register(serveSearch, {studies});
  const allChecks = {
    model: () => {
      void engine.model;
      made.promotions?.check();
    },
    features: () => void clients.page(0, 1),
    results: () => results.check(),
    ...(!access.isOpen && {access: () => access.check()}),
    ...checks
  };
  await fastify.register(serveHealth, {checks: allChecks, isDraining});
  if (inference) await fastify.register(serveInference, {inference, checks: allChecks, isDraining, version});
}
