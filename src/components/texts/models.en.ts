/** Texts of the models that there are, and of changing the served one. */
export const modelsEn = {
  "models.list": "Models on this server",
  "models.name": "Model",
  "models.made": "Made",
  "models.data": "Learned from",
  "models.labelled": "Known outcomes",
  "models.served": "served",
  "models.only":
    "There is no other model to compare with; npm run train and npm run models -- import make one.",
  "models.challenger": "Challenger",
  "models.compare": "Compare with {name}",
  "models.comparison": "{champion} and {challenger}",
  "models.comparison.about":
    "Out of fold, on {clients} clients with a known outcome whom both have held out; both decline above {cutoff}.",
  "models.champion": "{name} (served)",
  "models.difference": "Difference",
  "models.decided": "Who would be decided otherwise",
  "models.decided.how": "Approved by",
  "models.decided.approvedByBoth": "both",
  "models.decided.onlyByChampion": "{champion} only",
  "models.decided.onlyByChallenger": "{challenger} only",
  "models.decided.declinedByBoth": "neither",
  "models.promote": "Serve {name}",
  "models.promote.about":
    "From then on every score is made by the promoted model, on every replica; the promotion is a record of the chain of decisions.",
  "models.promoted":
    "{name} is served now (record {record}). The figures on this page are those of {before} until it is loaded again.",
  "models.role": "Choosing the served model is for administrators."
} as const;
