import {choice} from "../draws/distributions.ts";

/** Category shares of previous_application, by kind of application. */
export const previousWeekday = choice(
  ["TUESDAY", 0.1573],
  ["FRIDAY", 0.1533],
  ["WEDNESDAY", 0.152],
  ["MONDAY", 0.1511],
  ["THURSDAY", 0.1482],
  ["SATURDAY", 0.1413],
  ["SUNDAY", 0.0968]
);
export const rejectReason = choice(
  ["HC", 0.625],
  ["LIMIT", 0.19],
  ["SCO", 0.1114],
  ["SCOFR", 0.043],
  ["XNA", 0.0166],
  ["VERIF", 0.0127],
  ["SYSTEM", 0.0013]
);
export const previousSuite = choice(
  ["Unaccompanied", 0.608],
  ["Family", 0.246],
  ["Spouse, partner", 0.076],
  ["Children", 0.0356],
  ["Other_B", 0.0211],
  ["Other_A", 0.0105],
  ["Group of people", 0.0028]
);
export const cashPurpose = choice(
  ["Repairs", 0.318],
  ["Other", 0.207],
  ["Urgent needs", 0.123],
  ["Buying a used car", 0.046],
  ["Everyday expenses", 0.04],
  ["Payments on other loans", 0.034],
  ["Building a house or an annex", 0.034],
  ["Medicine", 0.03],
  ["Education", 0.02],
  ["Buying a new car", 0.014],
  ["Buying a holiday home / land", 0.0135],
  ["Car repairs", 0.012],
  ["Journey", 0.0125],
  ["Purchase of electronic equipment", 0.0125],
  ["Buying a home", 0.012],
  ["Furniture", 0.01],
  ["Wedding / gift / holiday", 0.0105],
  ["Business development", 0.007],
  ["Gasification / water supply", 0.004],
  ["Hobby", 0.001],
  ["Buying a garage", 0.002],
  ["Money for a third person", 0.0004],
  ["Refusal to name the goal", 0.0003]
);
export const goodsCategory = choice(
  ["Mobile", 0.3085],
  ["Consumer Electronics", 0.1655],
  ["Computers", 0.1475],
  ["Audio/Video", 0.1345],
  ["Furniture", 0.0755],
  ["Construction Materials", 0.0368],
  ["Clothing and Accessories", 0.0355],
  ["Photo / Cinema Equipment", 0.0335],
  ["Auto Accessories", 0.0108],
  ["Jewelry", 0.0087],
  ["Homewares", 0.0078],
  ["Medical Supplies", 0.0054],
  ["Vehicles", 0.0047],
  ["Gardening", 0.0039],
  ["Sport and Leisure", 0.0036],
  ["Office Appliances", 0.0033],
  ["Tourism", 0.0027],
  ["Other", 0.0026],
  ["Medicine", 0.0021],
  ["Direct Sales", 0.0006],
  ["Fitness", 0.0004],
  ["Weapon", 0.0001],
  ["Additional Service", 0.0001],
  ["Education", 0.0001],
  ["Insurance", 0.0001],
  ["Animals", 0.00001]
);
export const consumerChannel = choice(
  ["Country-wide", 0.585],
  ["Stone", 0.265],
  ["Regional / Local", 0.138],
  ["Credit and cash offices", 0.011],
  ["Car dealer", 0.0005]
);
export const cashChannel = choice(
  ["Credit and cash offices", 0.755],
  ["Contact center", 0.086],
  ["AP+ (Cash loan)", 0.0655],
  ["Country-wide", 0.08],
  ["Channel of corporate sales", 0.006],
  ["Regional / Local", 0.003],
  ["Stone", 0.0045]
);
export const revolvingChannel = choice(
  ["Credit and cash offices", 0.83],
  ["Country-wide", 0.075],
  ["Contact center", 0.045],
  ["Stone", 0.04],
  ["Channel of corporate sales", 0.005],
  ["Regional / Local", 0.005]
);

/** The shop's line of business that goes with the goods, and the name of the product sold there. */
export function sellerOf(goods: string, u: number): {industry: string; product: string} {
  switch (goods) {
    case "Mobile":
    case "Photo / Cinema Equipment":
      return u < 0.93
        ? {industry: "Connectivity", product: "mobile"}
        : {industry: "Consumer electronics", product: "household"};
    case "Consumer Electronics":
    case "Audio/Video":
    case "Computers":
    case "Office Appliances":
      return u < 0.925
        ? {industry: "Consumer electronics", product: "household"}
        : {industry: "Connectivity", product: "mobile"};
    case "Furniture":
    case "Homewares":
      return {industry: "Furniture", product: "industry"};
    case "Construction Materials":
    case "Gardening":
      return {industry: "Construction", product: "industry"};
    case "Clothing and Accessories":
      return {industry: "Clothing", product: "industry"};
    case "Auto Accessories":
    case "Vehicles":
      return {industry: "Auto technology", product: "other"};
    case "Jewelry":
      return {industry: "Jewelry", product: "other"};
    case "Tourism":
      return {industry: "Tourism", product: "other"};
    case "Direct Sales":
      return {industry: "MLM partners", product: "other"};
    default:
      return {industry: "Industry", product: u < 0.5 ? "industry" : "other"};
  }
}
