import {clamp, normalCdf, quantiles, sigmoid, toGrid} from "../draws/distributions.ts";
import type {Rng} from "../draws/random.ts";
import type {Latent} from "../latent.ts";
import {
  educationOld,
  educationYoung,
  housing,
  occupation,
  organization,
  region,
  workerIncome
} from "./vocabulary.ts";

/** Who the client is: the part of the application that does not depend on the loan asked for. */
export interface Profile {
  isMale: boolean;
  ownsCar: boolean;
  carAge: number | null;
  ownsRealty: boolean;
  children: number;
  familyMembers: number;
  income: number;
  incomeType: string;
  education: string;
  familyStatus: string;
  housing: string;
  regionPopulation: number;
  regionRating: number;
  regionRatingWithCity: number;
  /** Days before the application, negative; 365243 in daysEmployed stands for "does not work". */
  daysBirth: number;
  daysEmployed: number;
  daysRegistration: number;
  daysIdPublish: number;
  daysPhoneChange: number;
  occupation: string | null;
  organization: string;
  worksInOtherCity: boolean;
  /** What the profile alone adds to the log-odds of default. */
  risk: number;
}

const birth = quantiles(
  [0, 7490],
  [0.01, 8220],
  [0.05, 9380],
  [0.25, 12440],
  [0.5, 15790],
  [0.75, 19640],
  [0.95, 23150],
  [0.99, 24490],
  [1, 25200]
);
const employed = quantiles(
  [0, 12],
  [0.03, 110],
  [0.085, 295],
  [0.25, 770],
  [0.39, 1210],
  [0.55, 1860],
  [0.695, 2770],
  [0.85, 4450],
  [0.939, 6825],
  [0.988, 10430],
  [1, 17000]
);
const registration = quantiles(
  [0, 0],
  [0.01, 60],
  [0.05, 330],
  [0.25, 2005],
  [0.5, 4520],
  [0.75, 7480],
  [0.95, 11450],
  [0.99, 13800],
  [1, 22000]
);
const idPublish = quantiles(
  [0, 0],
  [0.01, 60],
  [0.05, 360],
  [0.25, 1690],
  [0.5, 3235],
  [0.75, 4300],
  [0.95, 4950],
  [0.99, 5505],
  [1, 6400]
);
const phoneChange = quantiles(
  [0, 0],
  [0.122, 0],
  [0.128, 1],
  [0.25, 262],
  [0.5, 760],
  [0.75, 1560],
  [0.95, 2520],
  [0.99, 3110],
  [1, 4180]
);
const income = quantiles(
  [0, 26000],
  [0.01, 46500],
  [0.05, 67500],
  [0.25, 112500],
  [0.5, 149000],
  [0.75, 204000],
  [0.95, 338000],
  [0.99, 455000],
  [0.999, 950000],
  [1, 2500000]
);
const carAge = quantiles(
  [0, 0],
  [0.02, 0],
  [0.05, 1],
  [0.25, 4.5],
  [0.5, 9],
  [0.75, 15],
  [0.95, 24],
  [0.985, 30],
  [0.986, 64],
  [1, 65.4]
);

const riskOfEducation: Record<string, number> = {
  "Higher education": -0.42,
  "Incomplete higher": 0.05,
  "Lower secondary": 0.3,
  "Academic degree": -0.8
};
const riskOfIncome: Record<string, number> = {
  Working: 0.08,
  "Commercial associate": -0.2,
  "State servant": -0.4,
  Pensioner: -0.1
};
const riskOfOccupation: Record<string, number> = {
  Laborers: 0.12,
  Drivers: 0.12,
  "Low-skill Laborers": 0.45,
  "Cooking staff": 0.2,
  "Cleaning staff": 0.2,
  "Security staff": 0.12,
  "Waiters/barmen staff": 0.15,
  "Core staff": -0.2,
  Accountants: -0.3,
  "HR staff": -0.2,
  "IT staff": -0.2,
  Managers: -0.05
};

/** Draws who the client is from their scores: the old are pensioners, the wealthy live in better rated regions. */
export function drawProfile(rng: Rng, latent: Latent): Profile {
  const days = Math.round(birth(normalCdf(latent.age)));
  const years = days / 365.25;
  const isPensioner = rng.chance(
    years < 45 ? 0.008 : years < 50 ? 0.045 : years < 55 ? 0.24 : years < 60 ? 0.63 : 0.86
  );
  const isUnemployed = !isPensioner && rng.chance(0.0001);
  const works = !isPensioner && !isUnemployed;
  const incomeType = isPensioner ? "Pensioner" : isUnemployed ? "Unemployed" : workerIncome(rng.uniform());
  const isMale = rng.chance(isPensioner ? 0.19 : years < 45 ? 0.385 : 0.34);
  const education = (years < 42 ? educationYoung : educationOld)(
    clamp(rng.uniform() * (latent.wealth > 0.4 ? 1.08 : 0.97), 0, 1)
  );
  const tenure = Math.round(employed(normalCdf(latent.tenure)));
  const daysEmployed = works ? -Math.min(tenure, Math.round((years - 17.5) * 365.25)) : 365243;

  const single = clamp(0.3 - (years - 22) * 0.0075, 0.07, 0.32);
  const u = rng.uniform();
  const widow = years > 40 ? (years - 40) * 0.0085 : 0.002;
  const familyStatus =
    u < single
      ? "Single / not married"
      : u < single + 0.096
        ? "Civil marriage"
        : u < single + 0.16
          ? "Separated"
          : u < single + 0.16 + widow
            ? "Widow"
            : "Married";
  const couple = familyStatus === "Married" || familyStatus === "Civil marriage";
  const parent = rng.chance(
    years < 24 ? 0.28 : years < 45 ? (couple ? 0.62 : 0.22) : years < 53 ? 0.22 : 0.012
  );
  const v = rng.uniform();
  const children = parent
    ? v < 0.686
      ? 1
      : v < 0.948
        ? 2
        : v < 0.991
          ? 3
          : v < 0.9975
            ? 4
            : rng.integer(5, 7)
    : 0;

  const location = 0.35 * latent.wealth + 0.937 * rng.normal();
  const regionPopulation = region(normalCdf(-location));
  const regionRating = location > 1.24 ? 1 : location < -1.015 ? 3 : 2;
  const regionRatingWithCity =
    regionRating === 2 && rng.chance(0.008) ? 1 : regionRating === 3 && rng.chance(0.09) ? 2 : regionRating;
  const ownsCar = rng.chance(
    clamp((isMale ? 0.47 : 0.26) + 0.06 * latent.wealth - (years > 60 ? 0.1 : 0), 0.02, 0.95)
  );
  const earning =
    0.72 * latent.wealth + 0.25 * (isMale ? 0.9 : -0.45) - (isPensioner ? 0.55 : -0.12) + 0.6 * rng.normal();
  const raw = income(normalCdf(earning));
  const job = works ? occupation(rng.uniform()) : null;
  const worksInOtherCity = works && rng.chance(clamp(0.37 - (years - 22) * 0.005, 0.12, 0.4));
  const sinceRegistration = 0.33 * latent.age - 0.05 * latent.ext2 + 0.94 * rng.normal();
  const sinceId = 0.27 * latent.age + 0.1 * latent.ext2 + 0.957 * rng.normal();
  const sincePhone = 0.08 * latent.age + 0.2 * latent.ext2 + 0.976 * rng.normal();

  const ageOfCar = ownsCar ? Math.floor(rng.from(carAge)) : null;
  const risk =
    (isMale ? 0.27 : -0.1) +
    (riskOfEducation[education] ?? 0.06) +
    (job === null ? -0.05 : (riskOfOccupation[job] ?? 0)) +
    (regionRatingWithCity === 1 ? -0.38 : regionRatingWithCity === 3 ? 0.34 : 0) +
    (ownsCar ? -0.12 : 0.03) +
    (worksInOtherCity ? 0.12 : 0) +
    (riskOfIncome[incomeType] ?? 0) +
    (works ? -0.17 * clamp(latent.tenure, -2, 2) : 0) +
    0.34 * latent.age +
    (familyStatus === "Civil marriage" || familyStatus === "Separated" ? 0.1 : 0) -
    0.06 * sinceId -
    0.1 * sinceRegistration +
    (ageOfCar === null ? 0 : 0.012 * (Math.min(ageOfCar, 30) - 11)) -
    0.05 * sincePhone;
  return {
    isMale,
    ownsCar,
    carAge: ageOfCar,
    ownsRealty: rng.chance(clamp(0.64 + (years - 35) * 0.005, 0.5, 0.9)),
    children,
    familyMembers: children + (couple ? 2 : 1),
    income:
      rng.chance(0.8) && raw > 60000
        ? toGrid(raw, 22500)
        : rng.chance(0.9)
          ? toGrid(raw, 4500)
          : toGrid(raw, 450),
    incomeType,
    education,
    familyStatus,
    housing:
      years < 30 && rng.chance(0.07)
        ? "With parents"
        : housing(clamp(rng.uniform() * (years > 40 ? 0.94 : 1), 0, 1)),
    regionPopulation,
    regionRating,
    regionRatingWithCity,
    daysBirth: -days,
    daysEmployed,
    daysRegistration: -Math.min(days - 1, Math.round(registration(normalCdf(sinceRegistration)))),
    daysIdPublish: -Math.round(idPublish(normalCdf(sinceId))),
    daysPhoneChange: -Math.round(phoneChange(normalCdf(sincePhone))),
    occupation: job,
    organization: works ? organization(rng.uniform()) : "XNA",
    worksInOtherCity,
    risk: risk + 0.12 * sigmoid(-earning)
  };
}
