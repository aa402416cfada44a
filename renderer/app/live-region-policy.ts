/**
 * React Aria empties its spoken messages with `innerHTML = ''`. Trusted Types refuse every string there, even an empty
 * one, and the exception would take the focused field down. Its two live regions get a setter of their own that empties
 * them without HTML and still refuses anything else.
 */
export function keepLiveRegionWithinPolicy(body: HTMLElement): void {
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (node instanceof HTMLElement && node.dataset['liveAnnouncer'] !== undefined) {
          for (const log of node.children) emptyWithoutHtml(log);
        }
      }
    }
  }).observe(body, { childList: true });
}

function emptyWithoutHtml(log: Element): void {
  Object.defineProperty(log, 'innerHTML', {
    set(html: string) {
      if (html !== '') throw new TypeError('live regions take text only');
      log.replaceChildren();
    },
  });
}
