/** Vocabularies that more than one table uses, values between `|`. */
export const WEEKDAYS = "FRIDAY|MONDAY|SATURDAY|SUNDAY|THURSDAY|TUESDAY|WEDNESDAY";
export const COMPANIONS = "Children|Family|Group of people|Other_A|Other_B|Spouse, partner|Unaccompanied";
