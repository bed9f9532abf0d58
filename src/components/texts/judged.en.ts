/** The English texts of the pages that judge the model: monitoring and fairness. */
export const judgedEn = {
  "nav.monitoring": "Monitoring",
  "nav.fairness": "Fairness",

  "drift.none": "Nothing to compare",
  "drift.none.nobody":
    "The model has learned from every client of this data set. Compare another set with npm run drift.",
  "drift.none.reference":
    "This model does not keep what its training clients looked like; train it again with npm run train.",
  "drift.clients": "Compared clients",
  "drift.clients.note": "with {n} training clients",
  "drift.score": "PSI of the score",
  "drift.verdict.none": "no more than chance gives ({critical})",
  "drift.verdict.little": "more than chance ({critical}), but little",
  "drift.verdict.some": "some shift (chance: {critical})",
  "drift.verdict.large": "a large shift (chance: {critical})",
  "drift.large": "Inputs with a large shift",
  "drift.large.note": "of {all}; {small} more with some",
  "drift.moved": "Inputs that have moved",
  "drift.moved.note": "judged together; one by one {n}, where {expected} would be by chance",
  "drift.probability": "Probability of default",
  "drift.reference": "training clients",
  "drift.current": "compared clients",
  "drift.axis": "Share of the clients",
  "drift.any": "any",
  "drift.tip": "{name}\n{reference} of the training clients\n{current} of the compared clients",

  "fairness.by": "By",
  "fairness.groups": "Decisions by group",
  "fairness.accepted": "Approved",
  "fairness.ratio": "Acceptance ratio",
  "fairness.ratio.axis": "Acceptance ratio: approvals of the group ÷ approvals of the group with most",
  "fairness.ratio.tip": "{name}\n{accepted} approved\nRatio {ratio} ({low} to {high})\n{n} clients",
  "fairness.ratio.hint":
    "1 is the group with the highest share of approvals; the dashed line is four fifths, below which a difference is commonly looked into.",
  "fairness.badRate": "Bad rate",
  "fairness.badRateApproved": "… of the approved",
  "fairness.falseDecline": "Good clients declined",
  "fairness.predicted": "Predicted",
  "fairness.calibration": "Predicted and observed",
  "fairness.calibration.hint":
    "The bar is the 95 % interval of what was observed; a prediction outside it is more than chance.",
  "fairness.price": "What a feature buys",
  "fairness.price.feature": "Left out",
  "fairness.price.why": "Tells",
  "fairness.price.auc": "AUC",
  "fairness.price.cost": "Cost per 1,000",
  "fairness.price.ratio": "Least acceptance ratio",
  "fairness.price.none":
    "No price was measured for this model. npm run prices -- --name NAME trains it again without each feature and writes them.",
  "fairness.price.protected": "is {trait}",
  "fairness.price.proxy": "{trait}: by itself with an AUC of {auc}",

  "ranking.none": "Nothing was measured out of fold of this model, so there is nothing to draw.",
  "ranking.goods": "ROC curve",
  "ranking.goods.axis": "Good clients declined",
  "ranking.goods.hint":
    "From the riskiest down. The grey bar is where good and bad are furthest apart, KS {ks}.",
  "ranking.declined": "Gains",
  "ranking.declined.axis": "Clients declined",
  "ranking.declined.hint": "The riskiest {share} of the clients hold {bads} of the defaults.",
  "ranking.bads.axis": "Bad clients declined",
  "ranking.tip": "{declined} of all declined\n{bads} of the bad\n{goods} of the good",
  "importance.mean": "What weighs",
  "importance.mean.axis": "Mean |points|",
  "importance.mean.hint":
    "Mean absolute SHAP value in points of the score, {n} clients whom the model has not learned from.",
  "importance.swarm": "Client by client",
  "importance.swarm.hint":
    "{n} of them, a dot each: to the left the feature costs points, to the right it gives some. Darker is a higher value; hollow is missing or a word.",
  "importance.points.axis": "Points",
  "importance.none": "Nobody to explain",
  "importance.none.text": "The model has learned from every client of this data set.",
  "importance.feature": "Feature",
  "importance.dependence": "Points by value: {name}",
  "importance.dependence.partner":
    "Filled where “{name}” is at least its median: it goes along most with what the value leaves open.",
  "importance.dependence.alone": "No other strong feature goes along with what the value leaves open.",
  "importance.dependence.missing": "{n} without a value are not drawn."
} as const;
