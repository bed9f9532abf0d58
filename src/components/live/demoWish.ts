const KEY = "scorebook.demo-feed";

/** Tells whether this visitor wants the demonstration stream: yes until it is switched off. */
export function readDemoWish(): boolean {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}

/** Remembers the choice in this browser; one that keeps nothing is asked again. */
export function saveDemoWish(on: boolean): void {
  try {
    localStorage.setItem(KEY, on ? "on" : "off");
  } catch {
    return;
  }
}
