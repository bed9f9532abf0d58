/** An element that is an input: it has a `value` and says `input` when a reader changes it. */
export type Input<T> = HTMLElement & {value: T};

export interface MadeInput<T> {
  element: Input<T>;
  /** Takes a value over as a reader's choice: shows it and says so. */
  change(value: T): void;
}

/**
 * Makes an element an input. A value that is set from outside is shown and not announced, so that inputs can be bound
 * to each other; events of fields inside are not the input's own and stay inside.
 */
export function asInput<T>(element: HTMLElement, initial: T, show: (value: T) => void): MadeInput<T> {
  let value = initial;
  element.addEventListener("input", (event) => {
    if (event.target !== element) event.stopImmediatePropagation();
  });
  Object.defineProperty(element, "value", {
    get: () => value,
    set(next: T) {
      if (next === value) return;
      value = next;
      show(next);
    }
  });
  const input = element as Input<T>;
  return {
    element: input,
    change(next) {
      input.value = next;
      element.dispatchEvent(new Event("input", {bubbles: true}));
    }
  };
}
