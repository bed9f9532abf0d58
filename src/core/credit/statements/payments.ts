import {instalmentsOf, someInstalments} from "./instalments.ts";
import {state, type Teller} from "./record.ts";

/** Says how many past instalments were of revolving credit, which has no payment calendar. */
export const revolvingShare: Teller = ({name}, client) => {
  if (name !== "inst_card_share") return undefined;
  const instalments = instalmentsOf(client.rows.installments_payments);
  const of = instalments.length;
  if (of === 0) return undefined;
  const revolving = instalments.filter(({version}) => version === 0).length;
  const facts = {revolving, of};
  if (revolving === 0)
    return state(
      "none_revolving",
      facts,
      "No past instalment was of revolving credit.",
      "Aucune échéance passée n'était d'un crédit renouvelable."
    );
  const some = someInstalments(revolving, {instalments, which: {en: "", fr: ""}});
  return state(
    "revolving",
    facts,
    `${some.en} ${revolving === 1 ? "was" : "were"} of revolving credit.`,
    `${some.fr} ${revolving < 2 ? "était" : "étaient"} d'un crédit renouvelable.`
  );
};
