/**
 * What a person would see to be wrong in what is drawn: a number over two lines, words over words, words that are cut off or lie out of
 * sight. Runs in the page, so it holds all it needs.
 */
export function findFaults(): string[] {
  const NUMBER = /[$€£¥]?\d[\d.,'\u00a0\u202f]*\d(?:[\u00a0\u202f]?(?:[A-Z]{3}|%))?/g;
  const scope = document.querySelector('[role=dialog]') ?? document.body;
  const faults: string[] = [];
  const said = (words: string) => words.replace(/\s+/g, ' ').trim().slice(0, 60);

  interface Box {
    element: Element;
    words: string;
    left: number;
    right: number;
    top: number;
    bottom: number;
  }
  const isShown = (element: Element): boolean =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    !element.closest('.ui-unseen, .ui-tooltip, [aria-hidden=true]');
  /** The edges within which something inside of this element can be seen. */
  const windowOf = (element: Element | null): { left: number; right: number } => {
    if (!element || element === document.body) return { left: 0, right: document.documentElement.clientWidth };
    const outer = windowOf(element.parentElement);
    if (getComputedStyle(element).overflowX === 'visible') return outer;
    const { left, right } = element.getBoundingClientRect();
    return { left: Math.max(left, outer.left), right: Math.min(right, outer.right) };
  };

  const boxes: Box[] = [];
  const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    const element = node.parentElement;
    if (!element || !node.data.trim() || element.tagName === 'OPTION' || !isShown(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const seen = windowOf(element);
    for (const { left, right, top, bottom } of range.getClientRects()) {
      if (right > seen.right + 1 || left < seen.left - 1) faults.push(`cut off: ${said(node.data)}`);
      // The middle of the line: letters of two lines are allowed to come near.
      const slack = (bottom - top) * 0.2;
      boxes.push({ element, words: said(node.data), left, right, top: top + slack, bottom: bottom - slack });
    }
    for (const match of node.data.matchAll(NUMBER)) {
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top / 4)));
      if (lines.size > 1) faults.push(`number over two lines: ${match[0]}`);
    }
    if (getComputedStyle(element).overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1)
      faults.push(`cut short: ${said(node.data)}`);
  }
  boxes.forEach((one, index) => {
    for (const other of boxes.slice(index + 1)) {
      if (one.element === other.element) continue;
      const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (width > 2 && height > 2) faults.push(`over each other: ${one.words} / ${other.words}`);
    }
  });
  return [...new Set(faults)];
}
