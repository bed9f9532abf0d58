/** Writes a time as Python's naive local isoformat, YYYY-MM-DDTHH:MM:SS.ffffff, which Optuna keeps. */
export function localTime(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
  return `${day}T${time}.${String(date.getMilliseconds()).padStart(3, "0")}000`;
}
