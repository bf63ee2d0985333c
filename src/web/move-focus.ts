/** From one link of a list to the next; beyond its ends it stays. */
export function moveFocus(list: HTMLElement | null, step: 1 | -1, selector: string): void {
  const links = [...(list?.querySelectorAll<HTMLElement>(selector) ?? [])];
  const at = links.indexOf(document.activeElement as HTMLElement);
  const next = at === -1 ? (step === 1 ? 0 : links.length - 1) : at + step;
  links[Math.max(0, Math.min(links.length - 1, next))]?.focus();
}
