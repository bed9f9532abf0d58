import type {Score} from "../../../core/schema/score.ts";
import {fetchBrowserModel, fetchModelText} from "../clientApi.ts";
import type {Dossier} from "../clientInput.ts";
import type {FeatureEngine} from "./featureEngine.ts";

type EngineSource = Pick<Dossier, "explanation" | "records" | "catalogue">;

/** The engine of a page, which is loaded when a feature is first touched. */
export interface PageEngine {
  /** Begins to load it, unless that was begun; without one the server goes on answering. */
  prepare(): void;
  /** null while there is none. */
  current(): FeatureEngine | null;
  /** Hears what decides now; where that is another model or cut-off than the page's, the server alone answers from then on. */
  judge(now: Pick<Score, "model" | "cutoff">): void;
}

/** Creates what loads the trees and the code that reads them; nothing of it is loaded with the page. */
export function createPageEngine(dossier: EngineSource, load = loadEngine): PageEngine {
  let engine: FeatureEngine | null = null;
  let isAsked = false;
  let isDropped = false;
  return {
    prepare() {
      if (isAsked || isDropped) return;
      isAsked = true;
      load(dossier).then(
        (made) => {
          if (!isDropped) engine = made;
        },
        // Not now: the next touch asks again.
        () => {
          isAsked = false;
        }
      );
    },
    current: () => engine,
    judge({model, cutoff}) {
      const own = dossier.explanation;
      if (model.sha256 === own.model.sha256 && cutoff.policyVersion === own.cutoff.policyVersion) return;
      isDropped = true;
      engine = null;
    }
  };
}

/** @throws ApiError where the server cannot be asked or does not give the model to who asks */
async function loadEngine(dossier: EngineSource): Promise<FeatureEngine | null> {
  const {explanation, records} = dossier;
  const [{createFeatureEngine}, {text, tag}, browserModel, catalogue] = await Promise.all([
    import("./featureEngine.ts"),
    fetchModelText(),
    fetchBrowserModel(),
    dossier.catalogue()
  ]);
  if (!tag.includes(explanation.model.sha256)) return null;
  return createFeatureEngine({
    ...{text, browserModel, records, before: explanation},
    catalogue: [...catalogue.values()],
    now: () => new Date()
  });
}
