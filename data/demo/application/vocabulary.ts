import {choice} from "../draws/distributions.ts";

/** Category shares of the application tables. */
export const weekday = choice(
  ["TUESDAY", 0.175],
  ["WEDNESDAY", 0.167],
  ["THURSDAY", 0.167],
  ["MONDAY", 0.165],
  ["FRIDAY", 0.163],
  ["SATURDAY", 0.11],
  ["SUNDAY", 0.053]
);
export const typeSuite = choice(
  ["Unaccompanied", 0.811],
  ["Family", 0.1325],
  ["Spouse, partner", 0.0365],
  ["Children", 0.0098],
  ["Other_B", 0.0062],
  ["Other_A", 0.0026],
  ["Group of people", 0.0012]
);
export const workerIncome = choice(
  ["Working", 0.6358],
  ["Commercial associate", 0.2863],
  ["State servant", 0.0775],
  ["Student", 0.00006],
  ["Businessman", 0.00004],
  ["Maternity leave", 0.00002]
);
export const educationYoung = choice(
  ["Secondary / secondary special", 0.66],
  ["Higher education", 0.275],
  ["Incomplete higher", 0.055],
  ["Lower secondary", 0.0095],
  ["Academic degree", 0.0005]
);
export const educationOld = choice(
  ["Secondary / secondary special", 0.77],
  ["Higher education", 0.205],
  ["Incomplete higher", 0.01],
  ["Lower secondary", 0.0135],
  ["Academic degree", 0.0008]
);
export const housing = choice(
  ["House / apartment", 0.887],
  ["With parents", 0.0465],
  ["Municipal apartment", 0.0375],
  ["Rented apartment", 0.0165],
  ["Office apartment", 0.0085],
  ["Co-op apartment", 0.004]
);
export const occupation = choice<string | null>(
  [null, 0.155],
  ["Laborers", 0.211],
  ["Sales staff", 0.134],
  ["Core staff", 0.115],
  ["Drivers", 0.078],
  ["Managers", 0.077],
  ["High skill tech staff", 0.046],
  ["Accountants", 0.041],
  ["Medicine staff", 0.036],
  ["Security staff", 0.027],
  ["Cooking staff", 0.0243],
  ["Cleaning staff", 0.0165],
  ["Private service staff", 0.011],
  ["Low-skill Laborers", 0.0106],
  ["Secretaries", 0.0071],
  ["Waiters/barmen staff", 0.0048],
  ["Realty agents", 0.0034],
  ["HR staff", 0.0026],
  ["IT staff", 0.0022]
);
export const organization = choice(
  ["Business Entity Type 3", 0.2232],
  ["Self-employed", 0.1275],
  ["Other", 0.0555],
  ["Medicine", 0.0364],
  ["Government", 0.034],
  ["Business Entity Type 2", 0.0331],
  ["School", 0.0282],
  ["Trade: type 7", 0.0242],
  ["Kindergarten", 0.0222],
  ["Construction", 0.0211],
  ["Business Entity Type 1", 0.0184],
  ["Transport: type 4", 0.0172],
  ["Trade: type 3", 0.0114],
  ["Industry: type 9", 0.0108],
  ["Industry: type 3", 0.0107],
  ["Security", 0.0102],
  ["Housing", 0.0101],
  ["Industry: type 11", 0.0093],
  ["Military", 0.0083],
  ["Bank", 0.008],
  ["Agriculture", 0.0077],
  ["Police", 0.0074],
  ["Transport: type 2", 0.0074],
  ["Postal", 0.0071],
  ["Security Ministries", 0.0064],
  ["Trade: type 2", 0.0061],
  ["Restaurant", 0.0058],
  ["Services", 0.0056],
  ["University", 0.0044],
  ["Industry: type 7", 0.0042],
  ["Transport: type 3", 0.0041],
  ["Industry: type 1", 0.0035],
  ["Hotel", 0.0032],
  ["Electricity", 0.003],
  ["Industry: type 4", 0.0027],
  ["Trade: type 6", 0.0022],
  ["Insurance", 0.002],
  ["Telecom", 0.0018],
  ["Emergency", 0.0018],
  ["Industry: type 5", 0.0019],
  ["Industry: type 2", 0.0015],
  ["Advertising", 0.0014],
  ["Realtor", 0.0013],
  ["Culture", 0.0012],
  ["Industry: type 12", 0.0013],
  ["Trade: type 1", 0.0011],
  ["Mobile", 0.001],
  ["Legal Services", 0.001],
  ["Cleaning", 0.0008],
  ["Transport: type 1", 0.0007],
  ["Industry: type 6", 0.0004],
  ["Industry: type 10", 0.0004],
  ["Religion", 0.0003],
  ["Industry: type 13", 0.0003],
  ["Trade: type 4", 0.0002],
  ["Trade: type 5", 0.0002],
  ["Industry: type 8", 0.0001]
);
export const region = choice(
  [0.072508, 0.028],
  [0.04622, 0.044],
  [0.035792, 0.052],
  [0.032561, 0.021],
  [0.030755, 0.041],
  [0.028663, 0.062],
  [0.026392, 0.037],
  [0.025164, 0.038],
  [0.02461, 0.021],
  [0.022625, 0.03],
  [0.0228, 0.026],
  [0.020713, 0.03],
  [0.020246, 0.027],
  [0.019689, 0.038],
  [0.019101, 0.029],
  [0.01885, 0.053],
  [0.018634, 0.025],
  [0.018209, 0.026],
  [0.018029, 0.018],
  [0.016612, 0.022],
  [0.015221, 0.019],
  [0.014464, 0.016],
  [0.011703, 0.02],
  [0.010966, 0.016],
  [0.010643, 0.025],
  [0.010147, 0.022],
  [0.010032, 0.022],
  [0.010006, 0.033],
  [0.009657, 0.024],
  [0.009334, 0.018],
  [0.009175, 0.024],
  [0.008866, 0.017],
  [0.008625, 0.015],
  [0.008575, 0.014],
  [0.008019, 0.018],
  [0.00733, 0.014],
  [0.00712, 0.012],
  [0.006852, 0.012],
  [0.006629, 0.011],
  [0.006207, 0.011],
  [0.005144, 0.011],
  [0.00496, 0.012],
  [0.003541, 0.012],
  [0.002134, 0.012],
  [0.001276, 0.004],
  [0.000938, 0.0015]
);
export const walls = choice(
  ["Panel", 0.4382],
  ["Stone, brick", 0.4199],
  ["Block", 0.0607],
  ["Wooden", 0.0342],
  ["Mixed", 0.0153],
  ["Monolithic", 0.0113],
  ["Others", 0.0105]
);
export const fond = choice(
  ["reg oper account", 0.7571],
  ["reg oper spec account", 0.1207],
  ["org spec account", 0.0588],
  ["not specified", 0.0594]
);
export const houseType = choice(
  ["block of flats", 0.9832],
  ["terraced house", 0.0082],
  ["specific housing", 0.0086]
);
