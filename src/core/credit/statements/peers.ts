import {formatPercent} from "../../words/numbers.ts";
import {formatQuantity} from "../../words/quantity.ts";
import {heading} from "./compared.ts";
import {state, type Teller} from "./record.ts";

/** Says how far a value lies from the median of similar clients: "peer_" features are that difference. */
export const againstPeers: Teller = (driver, client) => {
  const difference = client.value(driver.name);
  if (!driver.name.startsWith("peer_") || typeof difference !== "number") return undefined;
  const name = heading(driver);
  const size = Math.abs(difference);
  const [en, fr] = [formatQuantity("en", size, driver.unit), formatQuantity("fr", size, driver.unit)];
  if (difference === 0)
    return state("at_peers", {difference}, `${name.en}: at their median.`, `${name.fr} : à leur médiane.`);
  return difference < 0
    ? state(
        "below_peers",
        {difference},
        `${name.en}: ${en} below their median.`,
        `${name.fr} : ${fr} au-dessous de leur médiane.`
      )
    : state(
        "above_peers",
        {difference},
        `${name.en}: ${en} above their median.`,
        `${name.fr} : ${fr} au-dessus de leur médiane.`
      );
};

/** Says the bad rate that the model reckons with for a client's category: "rate_" features are that. */
export const categoryRate: Teller = (driver, client) => {
  const rate = client.value(driver.name);
  if (!driver.name.startsWith("rate_") || typeof rate !== "number") return undefined;
  const name = heading(driver);
  return state(
    "category_rate",
    {rate},
    `${name.en}: ${formatPercent("en", rate)}, as the model reckons it.`,
    `${name.fr} : ${formatPercent("fr", rate)}, tel que le modèle le compte.`
  );
};
