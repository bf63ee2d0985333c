/** Work that can be laid down between its steps: each takes a part of a second at most, and who runs
 *  it says what else may happen meanwhile. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Takes all steps at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
