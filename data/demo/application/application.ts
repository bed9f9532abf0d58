import {float, text} from "../csv.ts";
import {choice, clamp, normalCdf, quantiles} from "../draws/distributions.ts";
import type {Rng} from "../draws/random.ts";
import type {Latent} from "../latent.ts";
import {housingCells} from "./housing.ts";
import type {Loan} from "./loan.ts";
import type {Profile} from "./profile.ts";
import {typeSuite, weekday} from "./vocabulary.ts";

const ext1 = quantiles(
  [0, 0.014],
  [0.01, 0.0835],
  [0.05, 0.154],
  [0.25, 0.3362],
  [0.5, 0.5093],
  [0.75, 0.6751],
  [0.95, 0.8329],
  [0.99, 0.8849],
  [1, 0.96]
);
const ext2 = quantiles(
  [0, 0.00001],
  [0.01, 0.0316],
  [0.05, 0.1375],
  [0.25, 0.3918],
  [0.5, 0.5654],
  [0.75, 0.6639],
  [0.95, 0.7474],
  [0.99, 0.7815],
  [1, 0.855]
);
const ext3 = quantiles(
  [0, 0.0006],
  [0.01, 0.0604],
  [0.05, 0.1505],
  [0.25, 0.3721],
  [0.5, 0.5321],
  [0.75, 0.6701],
  [0.95, 0.7899],
  [0.99, 0.8346],
  [1, 0.893]
);
const hour = quantiles(
  [0, 0],
  [0.01, 4],
  [0.05, 7],
  [0.25, 10],
  [0.5, 12.4],
  [0.75, 15],
  [0.95, 18],
  [0.99, 20],
  [1, 24]
);
const observed = quantiles(
  [0, 0],
  [0.539, 0],
  [0.54, 1],
  [0.7, 1.99],
  [0.76, 2.9],
  [0.87, 4],
  [0.95, 6.5],
  [0.99, 10.9],
  [1, 25]
);
const requestsMonth = choice(
  [0, 0.835],
  [1, 0.125],
  [2, 0.015],
  [3, 0.007],
  [4, 0.005],
  [5, 0.004],
  [6, 0.004],
  [8, 0.003],
  [16, 0.001]
);
const requestsQuarter = choice(
  [0, 0.8],
  [1, 0.128],
  [2, 0.057],
  [3, 0.0085],
  [4, 0.002],
  [5, 0.0003],
  [8, 0.0001]
);
const requestsYear = choice(
  [0, 0.265],
  [1, 0.24],
  [2, 0.187],
  [3, 0.13],
  [4, 0.079],
  [5, 0.046],
  [6, 0.026],
  [7, 0.015],
  [8, 0.008],
  [9, 0.003],
  [11, 0.0005]
);

const flag = (is: boolean) => (is ? "1" : "0");
const digits16 = (rng: Rng, x: number) => x + (rng.uniform() - 0.5) * 1e-9;
/** EXT_SOURCE_3 takes about 814 values. */
const coarse = (u: number) => (Math.floor(u * 814) + 0.5) / 814;

/** Writes the three scores' cells; 2 is nearly always there, 3 goes with a known bureau record. */
function scoreCells(rng: Rng, latent: Latent, isTest: boolean, hasBureau: boolean): string[] {
  return [
    rng.chance(isTest ? 0.432 : 0.5645) ? "" : float(digits16(rng, ext1(normalCdf(latent.ext1)))),
    rng.chance(0.0028) ? "" : float(digits16(rng, ext2(normalCdf(latent.ext2)))),
    rng.chance(hasBureau ? 0.09 : 0.845) ? "" : float(ext3(coarse(normalCdf(latent.ext3))))
  ];
}

function socialCells(rng: Rng, latent: Latent): string[] {
  if (rng.chance(0.0039)) return ["", "", "", ""];
  const seen = Math.floor(observed(clamp(normalCdf(0.12 * -latent.ext2 + 0.993 * rng.normal()), 0, 1)));
  let late30 = 0;
  let late60 = 0;
  const p = clamp(
    0.075 * Math.exp(-0.36 * latent.ext2 - 0.33 * latent.ext3 + 0.15 * latent.conduct),
    0.005,
    0.6
  );
  for (let i = 0; i < Math.min(seen, 6); i++) {
    if (!rng.chance(p)) continue;
    late30++;
    if (rng.chance(0.7)) late60++;
  }
  const seen60 = seen > 0 && rng.chance(0.02) ? Math.max(seen - 1, late60) : seen;
  return [float(seen), float(late30), float(seen60), float(late60)];
}

/** Writes FLAG_DOCUMENT_2 … 21: at most one main document (3, 5, 6, 8, 9), none for a revolving loan. */
function documentCells(rng: Rng, loan: Loan, profile: Profile): string[] {
  const given = new Set<number>();
  if (!loan.isRevolving) {
    const u = rng.uniform();
    if (profile.daysEmployed === 365243) given.add(u < 0.5 ? 6 : u < 0.995 ? 3 : 9);
    else if (u < 0.836) given.add(3);
    else if (u < 0.938) given.add(8);
    else if (u < 0.957) given.add(5);
    else if (u < 0.962) given.add(9);
    for (const [document, p] of EXTRA_DOCUMENTS) if (rng.chance(p)) given.add(document);
  }
  return Array.from({length: 20}, (_, i) => flag(given.has(i + 2)));
}
const EXTRA_DOCUMENTS = [
  [2, 0.00004],
  [4, 0.00009],
  [7, 0.00018],
  [10, 0.00002],
  [11, 0.0039],
  [12, 0.000006],
  [13, 0.0033],
  [14, 0.0028],
  [15, 0.0011],
  [16, 0.0095],
  [17, 0.00025],
  [18, 0.008],
  [19, 0.0006],
  [20, 0.0005],
  [21, 0.0003]
] as const;

function requestCells(rng: Rng, hasBureau: boolean, isTest: boolean): string[] {
  if (rng.chance(hasBureau ? 0.025 : 0.8)) return ["", "", "", "", "", ""];
  const week = rng.chance(isTest ? 0.003 : 0.032) ? (rng.chance(0.95) ? 1 : 2) : 0;
  return [
    float(rng.chance(isTest ? 0.002 : 0.0065) ? 1 : 0),
    float(rng.chance(isTest ? 0.002 : 0.006) ? rng.integer(1, rng.chance(0.1) ? 4 : 1) : 0),
    float(week),
    float(isTest ? (rng.chance(0.009) ? 1 : 0) : requestsMonth(rng.uniform())),
    float(requestsQuarter(rng.uniform())),
    float(requestsYear(rng.uniform()))
  ];
}

function addressCells(rng: Rng, profile: Profile): string[] {
  const otherRegionWork = profile.worksInOtherCity && rng.chance(0.2);
  const liveElsewhere = rng.chance(0.078);
  const liveElsewhereRegion = liveElsewhere && rng.chance(0.17);
  return [
    liveElsewhereRegion,
    otherRegionWork,
    otherRegionWork && rng.chance(0.8),
    liveElsewhere,
    profile.worksInOtherCity,
    profile.worksInOtherCity && rng.chance(0.76)
  ].map(flag);
}

/** Writes one application's line. `target` is null for a test client, whose line has no TARGET column. */
export function applicationLine(
  rng: Rng,
  clientId: number,
  target: 0 | 1 | null,
  latent: Latent,
  profile: Profile,
  loan: Loan,
  hasBureau: boolean
): string {
  const isTest = target === null;
  const works = profile.daysEmployed !== 365243;
  return [
    clientId,
    ...(isTest ? [] : [target]),
    loan.isRevolving ? "Revolving loans" : "Cash loans",
    rng.chance(0.00001) ? "XNA" : profile.isMale ? "M" : "F",
    profile.ownsCar ? "Y" : "N",
    profile.ownsRealty ? "Y" : "N",
    profile.children,
    float(profile.income),
    float(loan.credit),
    float(loan.annuity),
    float(loan.goods),
    rng.chance(loan.isRevolving ? 0.03 : 0.0016) ? "" : text(typeSuite(rng.uniform())),
    profile.incomeType,
    profile.education,
    profile.familyStatus,
    profile.housing,
    float(profile.regionPopulation),
    profile.daysBirth,
    profile.daysEmployed,
    float(profile.daysRegistration),
    profile.daysIdPublish,
    float(profile.carAge),
    1,
    flag(works),
    flag(works && rng.chance(0.2435)),
    flag(rng.chance(0.998)),
    flag(rng.chance(0.28)),
    flag(rng.chance(isTest ? 0.16 : 0.0565)),
    profile.occupation ?? "",
    float(profile.familyMembers),
    profile.regionRating,
    profile.regionRatingWithCity,
    weekday(rng.uniform()),
    Math.floor(rng.from(hour)),
    ...addressCells(rng, profile),
    profile.organization,
    ...scoreCells(rng, latent, isTest, hasBureau),
    ...housingCells(rng, latent.wealth),
    ...socialCells(rng, latent),
    float(profile.daysPhoneChange),
    ...documentCells(rng, loan, profile),
    ...requestCells(rng, hasBureau, isTest)
  ].join(",");
}
