import type {Bilingual, Lang} from "../words/language.ts";
import {dataBlocks, intendedUse, leadOf, limitBlocks, whatItIs} from "./about.ts";
import type {CardBlock, CardDocument, CardSection} from "./cardDocument.ts";
import type {CardSource} from "./cardSource.ts";
import {createCardWriter} from "./cardWriter.ts";
import {choiceBlocks} from "./choice.ts";
import {costBlocks, protectedBlocks} from "./decided.ts";
import {contenderBlocks, leakBlocks, qualityBlocks} from "./quality.ts";

/**
 * Describes a model for those who decide whether to use it: what it is, what it learned from, how good it is, whom it
 * treats how, what it is for and what not. Every number is the manifest's, in either language.
 * Source: M. Mitchell et al., "Model Cards for Model Reporting", FAT* (2019), whose sections it has.
 */
export function modelCard(manifest: CardSource, lang: Lang = "en"): CardDocument {
  const writer = createCardWriter(lang);
  const {evaluation, featureChoice} = manifest;
  const section = (title: Bilingual, blocks: CardBlock[]): CardSection => ({
    title: writer.say(title),
    blocks
  });
  return {
    lang,
    title: writer.say({
      en: "Model card: probability of default of a consumer loan",
      fr: "Fiche du modèle : probabilité de défaut d'un crédit à la consommation"
    }),
    lead: leadOf(writer, manifest),
    sections: [
      section({en: "What it is", fr: "Ce que c'est"}, whatItIs(writer, manifest)),
      section({en: "Intended use", fr: "Usage prévu"}, intendedUse(writer)),
      section({en: "Data", fr: "Données"}, dataBlocks(writer, manifest)),
      section({en: "How good it is", fr: "Ce qu'il vaut"}, qualityBlocks(writer, manifest)),
      ...(evaluation
        ? [
            section(
              {en: "Against simpler models", fr: "Face à des modèles plus simples"},
              contenderBlocks(writer, evaluation)
            )
          ]
        : []),
      ...(featureChoice
        ? [
            section(
              {en: "Whether fewer features would do", fr: "Si moins de variables suffiraient"},
              choiceBlocks(writer, featureChoice)
            )
          ]
        : []),
      section({en: "Cut-off and cost", fr: "Seuil et coût"}, costBlocks(writer, manifest)),
      section(
        {en: "What may weigh against a person", fr: "Ce qui peut peser contre une personne"},
        protectedBlocks(writer, manifest)
      ),
      ...(evaluation
        ? [
            section(
              {
                en: "What would make the figures too good",
                fr: "Ce qui rendrait les chiffres trop beaux"
              },
              leakBlocks(writer, evaluation)
            )
          ]
        : []),
      section({en: "Limits", fr: "Limites"}, limitBlocks(writer, manifest))
    ]
  };
}
