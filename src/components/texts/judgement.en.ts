/** Texts of how a model was judged. */
export const judgementEn = {
  "judgement.folds": "Out of fold",
  "judgement.holdout": "Hold-out",
  "judgement.measure": "Measure",
  "judgement.bads": "Defaults",
  "judgement.cost": "Cost per 1,000",
  "judgement.holdout.title": "Folds and hold-out",
  "judgement.gap": "The folds’ AUC less the hold-out’s: {gap} ({low} to {high}).",
  "judgement.gap.honest": "The interval holds 0: no sign that the folds flatter.",
  "judgement.gap.flatters": "The interval lies above 0: the folds flatter.",
  "judgement.gap.modest": "The interval lies below 0: the hold-out is easier than the folds.",
  "judgement.holdout.none": "The hold-out has too few clients of a class to measure anything.",
  "judgement.none": "This model was trained before it was measured how it compares. Train it again to see.",
  "judgement.contenders": "Against simpler models",
  "judgement.contender": "Scored by",
  "judgement.features": "Features",
  "judgement.aucGain": "Gain in AUC",
  "judgement.costGain": "Difference in cost",
  "judgement.contender.baseRate": "The bad rate for everyone",
  "judgement.contender.externalScores": "Logistic regression of the external scores",
  "judgement.contender.application": "LightGBM on the application alone",
  "judgement.contender.lightgbmDefaults": "LightGBM’s defaults on all features",
  "judgement.contender.scorebookDefaults": "The default parameters on all features",
  "judgement.contender.model": "This model",
  "judgement.directions.kept":
    "{n} features have a declared direction: a better external score never raises the risk, a longer delay never lowers it. The model keeps to them; that changed the AUC by {change} ({low} to {high}).",
  "judgement.directions.givenUp":
    "{n} features have a declared direction, which the model does not keep to: that would have changed the AUC by {change} ({low} to {high}).",
  "judgement.costCurve": "Cost by cut-off",
  "judgement.profitCurve": "Profit by cut-off",
  "judgement.view": "Show",
  "judgement.view.cost": "cost",
  "judgement.view.profit": "profit",
  "judgement.cutoff": "Cut-off (probability of default)",
  "judgement.axis.cost": "Cost per 1,000 clients",
  "judgement.axis.profit": "Profit per 1,000 clients",
  "judgement.axis.interval": "95 % interval",
  "judgement.approved": "Not declined",
  "judgement.curve.tip": "Cut-off {cutoff}\n{value} per 1,000 ({low} to {high})\n{approved} not declined",
  "judgement.curve.hint":
    "The line is the cut-off that follows from the costs, the dashed one was cheapest in hindsight; shaded where the cost is within {within} of the lowest.",
  "judgement.curve.optimum":
    "In hindsight {cutoff} was cheapest; with other clients drawn it lies between {low} and {high}. It is {difference} per 1,000 cheaper than the cut-off in use ({differenceLow} to {differenceHigh}).",
  "judgement.refer":
    "Between {from} and {to} the cut-off hardly changes the cost. That is {share} of the clients; a person who sees more than the score gains most there. A proposal: the policy decides who is referred.",
  "judgement.leaks.single":
    "The strongest single value is “{label}”, with an AUC of {auc} ({low} to {high}).",
  "judgement.leaks.plausible": "None is above {limit}, where it would be suspicious.",
  "judgement.leaks.implausible": "Above {limit} and suspicious: {labels}.",
  "judgement.leaks.alike":
    "Clients with and without an outcome are told apart with an AUC of {auc} ({low} to {high}); 0.5 means alike. Strongest: {labels}.",
  "judgement.leaks.missing": "{label} (whether there is one)",
  "judgement.leaks.noTest": "There are no clients without an outcome to compare with.",
  "judgement.leaks.noDuplicates": "No two applications are the same in every value.",
  "judgement.leaks.duplicates":
    "{n} clients have the like of their application in the data: {folds} of them in another fold, {holdout} on the other side of the hold-out.",
  "judgement.card": "Model card"
} as const;
